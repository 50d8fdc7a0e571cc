// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEPTHWISE_CONV_2D on the SIMD backend in pieces: neighbouring output lines, as images of their
// own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "octet/kernels/backend/simd/depthwise_conv_2d.hpp"
#include "octet/kernels/backend/simd/depthwise_plan.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/piece_executor.hpp"

namespace octet {

/// run_depthwise in pieces.
///
/// memory   scratch >= p.scratch_bytes() for each piece that may run at once
template <class Args>
void run_depthwise(const simd_depthwise_kernels& kernels, const depthwise_plan& p, const Args& a,
                   std::span<std::uint8_t> packed, std::span<std::uint8_t> scratch,
                   const piece_executor& run) {
  const window_axis& y = p.image.window.y;
  const std::size_t piece_bytes = p.scratch_bytes();
  const std::int64_t lines = std::int64_t{p.image.batch} * std::max<std::int32_t>(y.output, 0);
  const std::int64_t work =
      lines * static_cast<std::int64_t>(p.output_codes()) * y.size * p.image.window.x.size;
  const std::int64_t room =
      piece_bytes == 0 ? lines : static_cast<std::int64_t>(scratch.size() / piece_bytes);
  const std::int32_t pieces = run.pieces(std::min(lines, room), work);
  if (pieces == 1) return run_depthwise(kernels, p, a, packed, scratch);
  run(pieces, [&](std::int32_t n) {
    const auto memory = scratch.subspan(static_cast<std::size_t>(n) * piece_bytes, piece_bytes);
    std::int64_t first = lines * n / pieces;
    const std::int64_t last = lines * (n + 1) / pieces;
    while (first < last) {
      const auto image = static_cast<std::int32_t>(first / y.output);
      const auto line = static_cast<std::int32_t>(first % y.output);
      depthwise_plan part = p;
      part.image.batch = 1;
      part.image.window.y.pad -= line * y.stride;
      part.image.window.y.output =
          static_cast<std::int32_t>(std::min<std::int64_t>(y.output - line, last - first));
      Args of_part = a;
      of_part.input.data = a.input.data + a.input.at(image, 0, 0, 0);
      of_part.output.data = a.output.data + a.output.at(image, line, 0, 0);
      run_depthwise(kernels, part, of_part, packed, memory);
      first += part.image.window.y.output;
    }
  });
}

}  // namespace octet
