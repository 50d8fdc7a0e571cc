// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: octet::uq<4, 4>
#include "octet/fixed/q.hpp"

constexpr octet::q<3, 4> with_sign = 0.75;
constexpr octet::uq<4, 4> without = with_sign;  // would lose the sign of others
