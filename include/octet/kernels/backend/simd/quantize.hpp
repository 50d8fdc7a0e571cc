// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// QUANTIZE and DEQUANTIZE on the SIMD backend, with the arguments of the scalar kernels.
#pragma once

#include <cstdint>
#include <type_traits>

#include "octet/kernels/backend/simd/elementwise_plan.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"

namespace octet {

/// quantize to int8 or int16 codes.
///
/// shapes, units, memory   as quantize<scalar>
/// exact    the codes of quantize<scalar>
template <class Args>
void run_quantize(const simd_real_kernels& kernels, const Args& a) {
  using code = std::remove_cvref_t<decltype(a.output.data[0])>;
  static_assert(std::is_same_v<code, std::int8_t> || std::is_same_v<code, std::int16_t>);
  kernels.quantize({.from = a.input.data.data(),
                    .to = a.output.data.data(),
                    .n = a.output.count(),
                    .params = a.params,
                    .wide = sizeof(code) == 2});
}

/// dequantize of int8 or int16 codes.
///
/// shapes, units, memory   as dequantize<scalar>
/// exact    the values of dequantize<scalar>
template <class Args>
void run_dequantize(const simd_real_kernels& kernels, const Args& a) {
  using code = std::remove_cvref_t<decltype(a.input.data[0])>;
  static_assert(std::is_same_v<code, std::int8_t> || std::is_same_v<code, std::int16_t>);
  kernels.dequantize({.from = a.input.data.data(),
                      .to = a.output.data.data(),
                      .n = a.output.count(),
                      .params = a.params,
                      .wide = sizeof(code) == 2});
}

}  // namespace octet
