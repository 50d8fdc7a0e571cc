// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MUL: quantized elementwise product with broadcasting.
#pragma once

#include <cstdint>

#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/map_pairs.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// Arguments of mul and div.
template <class T>
using basic_mul_args = coded_pair_args<T, multiplier>;

/// Quantized product.   out = act(input1 * input2), in real units
///
/// shapes   up to rank 6; axes of 1 are broadcast, see broadcasts_to
/// units    int8, uint8 or int16 codes (those with zero points 0); scaling is
///          input1.scale * input2.scale / output.scale
/// rounding contract A unless the backend is told otherwise
/// memory   no heap, no scratch; the output may lie on an input of its shape
/// errors   none here: model/ops/mul.hpp checks
/// exact    every backend returns the codes of mul<scalar>
/// source   TensorFlow Lite reference kernel, MUL
template <class Backend = scalar, class T>
constexpr void mul(const basic_mul_args<T>& a) {
  const requantization to{.zero_point = a.output_zero_point, .clamp = a.clamp};
  map_pairs(a, [&](std::int32_t x, std::int32_t y) {
    const std::int32_t product = (x - a.input1_zero_point) * (y - a.input2_zero_point);
    return to.code(Backend::requantize(product, a.scaling));
  });
}

}  // namespace octet
