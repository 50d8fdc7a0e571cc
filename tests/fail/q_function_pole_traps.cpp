// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: __builtin_trap
#include "octet/fixed/exp_log.hpp"

constexpr auto y = octet::log<octet::q<7, 8>, octet::trap>(octet::q<7, 8>{0});
