// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: more than 64 bits
#include "octet/fixed/q.hpp"

constexpr auto product = octet::q<31, 32>{} * octet::q<0, 15>{};  // 1 + 32 + 47 bits
