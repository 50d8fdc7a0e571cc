// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: saturates or traps
#include "octet/fixed/exp_log.hpp"

constexpr auto y = octet::exp<octet::q<3, 4>, octet::wrap>(octet::q<3, 4>{7});
