// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MIRROR_PAD: a tensor with a border that mirrors it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/axis_map.hpp"

namespace octet {

/// Arguments of mirror_pad. What comes after the input follows from the shapes.
template <class T>
struct mirror_pad_args {
  tensor<const T, shape> input{};
  tensor<T, shape> output{};
  axis_values before{};     ///< elements in front, each axis
  std::int32_t repeat = 0;  ///< 1 where the element at the edge is mirrored too (symmetric)
};

/// Pads every axis.   for [1 2 3] and two in front: [3 2 1 2 3] (reflect), [2 1 1 2 3] (symmetric)
///
/// shapes   the same rank, up to 6; no border is longer than the input without (reflect) or with
///          (symmetric) its element at the edge
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/mirror_pad.hpp checks
/// source   TensorFlow Lite reference kernel, MIRROR_PAD
template <class Backend = scalar, class T>
constexpr void mirror_pad(const mirror_pad_args<T>& a) {
  axis_map(a.input, a.output, [&](std::int32_t axis, std::int32_t i) {
    const std::int32_t place = i - a.before[static_cast<std::size_t>(axis)];
    const std::int32_t size = a.input.shape[axis];
    if (place < 0) return -place - a.repeat;
    return place < size ? place : 2 * (size - 1) - place + a.repeat;
  });
}

}  // namespace octet
