/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/vector.h"

static ys_status read_stream(ys__file *out, int fd, const char *path, ys_error *err)
{
    ys__buffer all = { 0 };
    char chunk[65536];
    ssize_t got;

    while ((got = read(fd, chunk, sizeof chunk)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            ys__buffer_free(&all);
            return ys__fail_errno(err, path, _("cannot be read"));
        }
        ys__putn(&all, chunk, (size_t)got);
    }
    out->n = all.n;
    out->mapped = 0;
    out->bytes = ys__buffer_take(&all);
    return out->bytes ? YS_OK : ys__fail_nomem(err);
}

/* A mapping ends in zeros up to the page. Behind a file that fills its last page there must be one more. */
static bool map(ys__file *out, int fd, size_t n)
{
    long page = sysconf(_SC_PAGESIZE);
    size_t more = page > 0 && n % (size_t)page == 0 ? (size_t)page : 0;
    void *at;

    if (n < 65536 || page <= 0)
        return false;
    at = mmap(NULL, n + more, PROT_READ, MAP_PRIVATE | (more ? MAP_ANONYMOUS : 0), more ? -1 : fd, 0);
    if (at == MAP_FAILED)
        return false;
    if (more && mmap(at, n, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED) {
        munmap(at, n + more);
        return false;
    }
    *out = (ys__file){ at, n, n + more };
    return true;
}

ys_status ys__file_read(ys__file *out, const char *path, ys_error *err)
{
    const ys__where at = { .source = path };
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    ys_status status = YS_OK;
    struct stat st;

    if (fd < 0)
        return ys__fail_errno(err, path, _("cannot be opened"));
    if (fstat(fd, &st) != 0)
        status = ys__fail_errno(err, path, _("cannot be read"));
    else if (S_ISDIR(st.st_mode))
        status = ys__fail(err, YS_E_IO, &at, "%s", _("this is a folder, a file was expected"));
    else if (!S_ISREG(st.st_mode) || !map(out, fd, (size_t)st.st_size))
        status = read_stream(out, fd, path, err);
    if (!standard)
        close(fd);
    return status;
}

void ys__file_forget(const ys__file *file, const char *from, const char *to)
{
    enum { WORTH = 16 << 20 }; /* less than that is no trouble, and reading it again costs time */
    size_t page = (size_t)sysconf(_SC_PAGESIZE), begin, end;

    if (file->mapped < WORTH || from < file->bytes || to > file->bytes + file->n || to <= from)
        return;
    begin = (size_t)(from - file->bytes) / page * page;
    end = (size_t)(to - file->bytes) / page * page;
    if (end > begin)
        madvise((void *)(uintptr_t)(file->bytes + begin), end - begin, MADV_DONTNEED);
}

void ys__file_close(ys__file *file)
{
    if (file->mapped)
        munmap((void *)(uintptr_t)file->bytes, file->mapped);
    else
        free((void *)(uintptr_t)file->bytes);
    *file = (ys__file){ 0 };
}

/* The file a path leads to through links; the path itself where there is none yet. */
static char *target_of(const char *path)
{
    char *real = realpath(path, NULL);

    return real ? real : strdup(path);
}

/* Devices and pipes are written as they are: a rename would put a file in their place. */
static bool is_in_place(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

/* Makes a new file beside a path, with the rights that any new file has; its name, or NULL. */
static char *make_beside(const char *path)
{
    enum { ATTEMPTS = 1000 };
    struct stat st;

    for (unsigned i = 0; i < ATTEMPTS; i++) {
        ys__buffer name = { 0 };
        char *tmp;
        int fd;

        ys__putf(&name, "%s.%ld-%u", path, (long)getpid(), i);
        if ((tmp = ys__buffer_take(&name)) == NULL)
            return NULL;
        fd = open(tmp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0) {
            if (stat(path, &st) == 0)
                fchmod(fd, st.st_mode & 0777);
            close(fd);
            return tmp;
        }
        free(tmp);
        if (errno != EEXIST)
            return NULL;
    }
    return NULL;
}

ys_status ys__file_begin(char **tmp, const char *path, ys_error *err)
{
    char *target;

    errno = 0;
    if (is_in_place(path)) {
        *tmp = strdup(path);
    } else {
        target = target_of(path);
        *tmp = target ? make_beside(target) : NULL;
        free(target);
    }
    if (*tmp == NULL)
        return errno && errno != ENOMEM ? ys__fail_errno(err, path, _("cannot be written")) : ys__fail_nomem(err);
    return YS_OK;
}

ys_status ys__file_commit(char *tmp, const char *path, ys_error *err)
{
    ys_status status = YS_OK;
    char *target = NULL;

    if (is_in_place(tmp)) {
        free(tmp);
        return YS_OK;
    }
    if ((target = target_of(path)) == NULL) {
        status = ys__fail_nomem(err);
    } else if (rename(tmp, target) != 0) {
        status = ys__fail_errno(err, path, _("cannot be written"));
    }
    if (status != YS_OK)
        unlink(tmp);
    free(target);
    free(tmp);
    return status;
}

void ys__file_discard(char *tmp)
{
    if (tmp && !is_in_place(tmp))
        unlink(tmp);
    free(tmp);
}

ys_status ys__file_write(const char *path, const void *bytes, size_t n, ys_error *err)
{
    char *tmp;
    ys_status status = ys__file_begin(&tmp, path, err);
    FILE *out;
    bool good;

    if (status != YS_OK)
        return status;
    out = fopen(tmp, "wb");
    good = out && fwrite(bytes, 1, n, out) == n;
    if (out && fclose(out) != 0)
        good = false;
    if (!good) {
        status = ys__fail_errno(err, path, _("cannot be written"));
        ys__file_discard(tmp);
        return status;
    }
    return ys__file_commit(tmp, path, err);
}

bool ys__file_is_dir(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool ys__file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

const char *ys__path_base(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

char *ys__path_join(const char *dir, const char *name)
{
    ys__buffer path = { 0 };
    size_t n = strlen(dir);

    ys__putf(&path, "%s%s%s", dir, n && dir[n - 1] == '/' ? "" : "/", name);
    return ys__buffer_take(&path);
}

static bool ends_in_one_of(const char *name, const char *const *suffixes)
{
    size_t n = strlen(name), m;

    for (; *suffixes; suffixes++)
        if ((m = strlen(*suffixes)) < n && strcasecmp(name + n - m, *suffixes) == 0)
            return true;
    return false;
}

/* Also the file that Excel keeps beside a workbook while it is open. */
static bool is_hidden(const char *name)
{
    return name[0] == '.' || strncmp(name, "~$", 2) == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

ys_status ys__folder_list(ys__paths *out, const char *dir, const char *const *suffixes, ys_error *err)
{
    DIR *folder = opendir(dir);
    ys_status status = YS_OK;
    struct dirent *entry;

    if (folder == NULL)
        return ys__fail_errno(err, dir, _("cannot be opened"));
    while (status == YS_OK && (entry = readdir(folder)) != NULL) {
        char *path;

        if (is_hidden(entry->d_name) || !ends_in_one_of(entry->d_name, suffixes))
            continue;
        path = ys__path_join(dir, entry->d_name);
        if (path == NULL || !ys__room((void **)&out->items, &out->room, out->n, sizeof *out->items)) {
            free(path);
            status = ys__fail_nomem(err);
        } else {
            out->items[out->n++] = path;
        }
    }
    closedir(folder);
    if (out->n)
        qsort(out->items, out->n, sizeof *out->items, by_name);
    return status;
}

void ys__paths_free(ys__paths *paths)
{
    while (paths->n)
        free(paths->items[--paths->n]);
    free(paths->items);
    *paths = (ys__paths){ 0 };
}
