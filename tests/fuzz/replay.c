/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts every file of the corpus through the target that its folder is named for. A file that crashed a target once is a
 * file of the corpus ever after. */
#include "targets.h"

#include <dirent.h>
#include <stdio.h>

#include "../unit/tap.h"

static uint8_t *load(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(1 << 20);

    *n = file && bytes ? fread(bytes, 1, 1 << 20, file) : 0;
    if (file)
        fclose(file);
    return bytes;
}

static int replay(const char *folder, fuzz_target target)
{
    DIR *dir = opendir(folder);
    int files = 0;

    for (const struct dirent *entry; dir && (entry = readdir(dir)) != NULL;) {
        char path[8192];
        size_t n;
        uint8_t *bytes;

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if ((bytes = load(path, &n)) != NULL)
            target(bytes, n);
        free(bytes);
        files++;
    }
    if (dir)
        closedir(dir);
    return files;
}

int main(void)
{
    static const char *const names[] = { "read", "check", "schema", "lint", "expression", "workbook" };
    const char *source = getenv("top_srcdir");
    char path[4096];

    snprintf(path, sizeof path, "%s/tests/fuzz/initiative", source ? source : ".");
    fuzz_begin(path);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char said[64];
        int files;

        snprintf(path, sizeof path, "%s/tests/fuzz/corpus/%s", source ? source : ".", names[i]);
        files = replay(path, fuzz_find(names[i]));
        snprintf(said, sizeof said, "%s: %d files", names[i], files);
        OK(files > 0, said);
    }
    fuzz_end();
    return DONE();
}
