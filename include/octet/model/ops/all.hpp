// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet::ops::all: every operator of the device floors, for every type that has a kernel.
#pragma once

#include <cstdint>

#include "octet/model/ops/conv_2d.hpp"
#include "octet/model/plan.hpp"

namespace octet::ops {

/// Give load a shorter list, op_list<conv_2d<std::int8_t>, ...>{}, and only those kernels are
/// linked.
inline constexpr op_list<conv_2d<std::int8_t>> all{};

}  // namespace octet::ops
