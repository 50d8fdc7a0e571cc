// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Convolution whose output lies over its input: in which order rows are made, and how far apart
// the two must begin.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "octet/core/extents.hpp"
#include "octet/kernels/window.hpp"

namespace octet {

/// The order in which a kernel makes the rows of its output.
enum class walk : std::uint8_t { forward, backward };

/// Whether a kernel makes the rows of its output from the last to the first.
template <class Args>
constexpr bool walks_backward(const Args& a) {
  if constexpr (requires { a.order; }) return a.order == walk::backward;
  return false;
}

/// The output row that is the i-th to be made; from the first to the last where the arguments have
/// no order.
template <class Args>
constexpr std::int32_t nth_row(const Args& a, std::int32_t i) {
  return walks_backward(a) ? a.output.shape[1] - 1 - i : i;
}

/// How many neighbouring positions, the last of a row and the first of the next too, a kernel may
/// take together: read for any of them after it has written any of them.
inline constexpr std::int32_t positions_at_once = 4;

/// An output may lie over the input of its kernel if it begins, in bytes,
struct in_place_distance {
  std::uint32_t ahead = 0;   ///< at least so far ahead of the input, and rows are walked forward
  std::uint32_t behind = 0;  ///< at least so far behind the input, and rows are walked backward
};

/// These distances for one image: what is written is not read any more. At most what keeps the two
/// apart; zeros where there are several images or nothing at all. The tensors have less than 2^29
/// bytes.
///
/// rows     of the window over the input's height
constexpr in_place_distance in_place_distance_of(const extents_4d& input, const extents_4d& output,
                                                 const window_axis& rows, std::size_t code_bytes) {
  if (output[0] != 1 || input.count() == 0 || output.count() == 0) return {};
  const auto size = [&](std::int32_t a, std::int32_t b) {
    return a * b * static_cast<std::int32_t>(code_bytes);
  };
  const std::int32_t input_row = size(input[2], input[3]), output_row = size(output[2], output[3]);
  const std::int32_t rest = size(positions_at_once - 1, output[3]);
  std::int32_t ahead = 0, behind = 0;
  for (std::int32_t y = 0; y < output[1]; ++y) {
    const std::int32_t first = std::clamp<std::int32_t>(rows.at(y, 0), 0, input[1]);
    const std::int32_t last = std::clamp<std::int32_t>(rows.at(y, rows.size - 1) + 1, 0, input[1]);
    ahead = std::max(ahead, (y + 1) * output_row + rest - first * input_row);
    behind = std::max(behind, last * input_row + rest - y * output_row);
  }
  const auto at_most = [&](std::int32_t distance, const extents_4d& apart) {
    return static_cast<std::uint32_t>(
        std::min(distance, static_cast<std::int32_t>(apart.count() * code_bytes)));
  };
  return {at_most(ahead, output), at_most(behind, input)};
}

}  // namespace octet
