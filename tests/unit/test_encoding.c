/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts as people save them, in encodings that do not say which they are: what comes back is the text. */
#include "formats/encoding.h"

#include <iconv.h>
#include <stdint.h>

#include "tap.h"

static const char *const everywhere[] = {
    "sede,¿Participó?\nCentro,sí\n", "sede,nota\nCentro,¿Vino?\n", "sede,nota\nCentro,¡Hola!\n",
    "sede,nota\nBogotá,Niños y niñas\n", "sede,nota\nBogotá,x\n", "sede,nota\nÁvila,1ª planta nº 3\n",
    "sede,nota\nx,«año»\n", "sede,nota\nx,año\n", "SEDE,NIÑOS\nBOGOTÁ,AÑO\n", "sede,Género\nCentro,Mujer\n",
    "sede,Sí\nx,sí\n", "sede,nota\nCórdoba,educación\n", "sede,nota\nMéxico,León\n", "sede,nota\nx,él\n",
    "sede,nota\nNúñez,pingüino\n", "Código,Número\n1,2\n", "site,price\nmain,£20\n", "sede,nota\nCanção,Ação\n",
    "site,note\nCafé,naïve\n", "site,note\nMünchen,Straße\n",
};

/* With signs that Latin-1 has not. */
static const char *const typographic[] = {
    "site,note\nmain,“Reading” club\n", "site,note\nmain,“reading” club\n", "site,note\nmain,women’s group…\n",
    "site,note\nmain,women’s group\n", "site,note\nmain,don’t\n", "site,note\nmain,2015–2016\n",
    "site,note\nmain,50% – 60%\n", "site,note\nmain,Acme™ - 20€\n", "sede,nota\nCafé “El Niño”,«año»\n",
    "site,cost\nmain,€20\n", "site,note\nmain,• one\n", "site,note\nmain,Zoë’s\n",
};

static size_t encode(char *to, size_t size, const char *text, const char *encoding)
{
    iconv_t cd = iconv_open(encoding, "UTF-8");
    char *from = (char *)(uintptr_t)text, *at = to;
    size_t n = strlen(text), left = size;

    if (cd == (iconv_t)-1 || iconv(cd, &from, &n, &at, &left) == (size_t)-1)
        at = to;
    if (cd != (iconv_t)-1)
        iconv_close(cd);
    return (size_t)(at - to);
}

static void comes_back(const char *text, const char *encoding)
{
    const char *row = strchr(text, '\n') + 1;
    char bytes[512], name[600];
    size_t n = encode(bytes, sizeof bytes, text, encoding);
    ys__decoded got = { 0 };
    bool good = n > 0 && ys__decode(&got, &(ys__file){ bytes, n, 0 }, NULL, NULL) == YS_OK &&
                got.n == strlen(text) && memcmp(got.text, text, got.n) == 0;

    snprintf(name, sizeof name, "%s: %.*s", encoding, (int)strcspn(row, "\n"), row);
    if (!OK(good, name) && got.text)
        printf("#   as %s: %.*s\n", got.encoding, (int)got.n, got.text);
    ys__decoded_free(&got);
}

/* One byte in seven million decides. */
static void test_far_away(void)
{
    size_t n = 7000000, end;
    char *bytes = malloc(n + 64);
    ys__decoded got = { 0 };

    if (!OK(bytes != NULL, "memory"))
        return;
    for (size_t i = 0; i < n; i++)
        bytes[i] = "main,12\n"[i % 8];
    end = n + (size_t)sprintf(bytes + n, "annex,2015\x96" "2016\n");
    IS_INT(ys__decode(&got, &(ys__file){ bytes, end, 0 }, NULL, NULL), YS_OK, "a long file");
    IS_TEXT(got.encoding, "windows-1252", "is told by its one odd byte");
    OK(got.n == end + 2 && strcmp(got.text + n, "annex,2015–2016\n") == 0, "which is a dash");
    ys__decoded_free(&got);
    free(bytes);
}

static void test_known(void)
{
    static const char bytes[] = "VI\x85";
    ys__decoded got = { 0 };

    IS_INT(ys__decode(&got, &(ys__file){ bytes, 3, 0 }, "UTF-8", NULL), YS_OK, "an encoding that is told");
    OK(got.n_bad == 1 && got.n == 5, "is not doubted: the byte is bad");
    ys__decoded_free(&got);
}

int main(void)
{
    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++) {
        comes_back(everywhere[i], "ISO-8859-1");
        comes_back(everywhere[i], "WINDOWS-1252");
        comes_back(everywhere[i], "MACINTOSH");
    }
    for (size_t i = 0; i < sizeof typographic / sizeof *typographic; i++) {
        comes_back(typographic[i], "WINDOWS-1252");
        comes_back(typographic[i], "MACINTOSH");
    }
    test_far_away();
    test_known();
    return DONE();
}
