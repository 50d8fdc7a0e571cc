// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: __builtin_trap
#include "octet/fixed/q.hpp"

constexpr octet::q<1, 7> wide = 1.5;
constexpr auto code = octet::narrow<octet::q<0, 7>, octet::floor_, octet::trap>(wide).code();
