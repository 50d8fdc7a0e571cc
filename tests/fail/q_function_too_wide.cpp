// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: takes at most 32 bits
#include "octet/fixed/root.hpp"

constexpr auto y = octet::sqrt<octet::q<7, 8>>(octet::q<31, 32>{2});
