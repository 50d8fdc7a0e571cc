// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TILE: a tensor repeated along its axes.
#pragma once

#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/axis_map.hpp"

namespace octet {

/// Arguments of tile.
template <class T>
struct tile_args {
  tensor<const T, shape> input{};
  tensor<T, shape> output{};
};

/// Repeats a tensor.   out[i0, i1, ...] = in[i0 mod size0, i1 mod size1, ...]
///
/// shapes   the same rank, up to 6; every axis of the output a multiple of the input's
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/tile.hpp checks
/// source   TensorFlow Lite reference kernel, TILE
template <class Backend = scalar, class T>
constexpr void tile(const tile_args<T>& a) {
  axis_map(a.input, a.output,
           [&](std::int32_t axis, std::int32_t i) { return i % a.input.shape[axis]; });
}

}  // namespace octet
