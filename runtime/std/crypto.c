/*
 * crypto.c - package crypto/internal/boring/sig.
 *
 * Two functions that do nothing: their code marks an executable as using Go's
 * own cryptography, or BoringSSL's, for tools that search for it.
 */
#include "std.h"

STD(void, standard_crypto, (void),
    "crypto/internal/boring/sig.StandardCrypto") {}
STD(void, boring_crypto, (void), "crypto/internal/boring/sig.BoringCrypto") {}
