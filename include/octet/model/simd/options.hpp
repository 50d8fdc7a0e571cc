// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What may be chosen about a model on the SIMD backend.
#pragma once

#include <cstdint>
#include <optional>

#include "octet/kernels/backend/simd/target.hpp"

namespace octet {

/// Options of load<simd_backend>; see model/simd.hpp.
struct simd_options {
  std::optional<simd_target> target{};  ///< best_target() unless given
  /// Otherwise weights stay in the file, to save memory: operators with weights then run at scalar
  /// speed.
  bool packed = true;
  bool enabled = true;  ///< otherwise every operator runs as on the scalar backend
  /// Pieces of a kernel that may run at once (interpreter::use): 1 to 64, clamped. Each has scratch
  /// memory of its own.
  std::int32_t threads = 1;
};

}  // namespace octet
