// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Lines of an image with their taps interleaved, on their way into a depthwise convolution.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/kernels/backend/simd/band_writer.hpp"
#include "octet/kernels/backend/simd/depthwise_plan.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/backend/simd/product.hpp"
#include "octet/kernels/window.hpp"

namespace octet {

/// Taps of a window that the kernel takes: their groups' addresses live on the stack.
inline constexpr std::size_t most_depthwise_steps = 64;

namespace simd {

/// Input lines on their way to interleaved taps.
template <class T>
class depthwise_lines {
 public:
  depthwise_lines(const simd_depthwise_kernels& kernels, const depthwise_plan& p,
                  const simd_tensors<T>& t, std::uint8_t* scratch)
      : kernels_(kernels), p_(p), tensors_(t), planes_(static_cast<std::size_t>(p.planes())) {
    ring_ = scratch;
    ring_line_ = p.ring_line_bytes();
    line_ = ring_ + p.ring() * ring_line_;
    expanded_ = reinterpret_cast<T*>(line_ + p.line_bytes() * planes_);
    const window_axis& w = p.image.window.x;
    for (std::int32_t i = 0; i < p.groups * p.group_taps(); ++i) {
      // Taps beyond the last have no weight: any code will do.
      const std::int32_t at = std::min(i, w.size - 1) * w.dilation;
      const std::int32_t codes = at / w.stride * p.channels;
      taps_[static_cast<std::size_t>(i)] =
          line_ + static_cast<std::size_t>(at % w.stride) * p.phase_bytes() +
          static_cast<std::size_t>(codes) * bytes_of(p.form);
    }
    fill_padding();
    find_direct_blocks();
  }

  /// Turns to blocks [first, first + n) of the lines of an image, from the top on.
  void begin_strip(std::int32_t image, std::size_t first, std::size_t n) {
    const simd_image& i = p_.image;
    first_ = first;
    blocks_ = n;
    direct_begin_ = std::clamp(whole_begin_, first, first + n);
    direct_end_ = std::clamp(whole_end_, direct_begin_, first + n);
    copied_ = {part_of(first, direct_begin_ - first),
               part_of(direct_end_, first + n - direct_end_)};
    image_ = tensors_.input +
             static_cast<std::size_t>(image) * static_cast<std::size_t>(i.height) * row_codes();
    made_ = std::numeric_limits<std::int32_t>::min();
  }

  /// Addresses of all groups of taps under output line y; makes the lines that no line above it
  /// has made.
  void rows_under(std::int32_t y, const std::uint8_t** rows) {
    const window_axis& w = p_.image.window.y;
    for (std::int32_t ky = 0; ky < w.size; ++ky) {
      const std::int32_t iy = w.at(y, ky);
      // With gaps between the taps, the lines between are another output line's.
      std::uint8_t* const slot = slot_of(iy);
      if (iy > made_ || w.dilation > 1) make_line(iy, slot);
      made_ = std::max(made_, iy);
      for (std::int32_t g = 0; g < p_.groups; ++g) {
        *rows++ = slot + static_cast<std::size_t>(g) * p_.group_bytes();
      }
    }
  }

  std::ptrdiff_t high_plane() const {
    const std::size_t bytes = p_.group_bytes() * static_cast<std::size_t>(p_.groups);
    return planes_ == 1 ? 0 : static_cast<std::ptrdiff_t>(bytes);
  }

 private:
  std::size_t row_codes() const {
    return static_cast<std::size_t>(p_.image.width) * static_cast<std::size_t>(p_.image.channels);
  }
  std::uint8_t* slot_of(std::int32_t iy) const {
    // iy + pad >= 0: the first line under a window is -pad.
    const auto ring = static_cast<std::uint32_t>(p_.ring());
    const std::uint32_t slot = (static_cast<std::uint32_t>(iy + p_.image.window.y.pad)) % ring;
    return ring_ + slot * ring_line_;
  }

  /// The whole line, padding included, as the zero point.
  void fill_padding() {
    const std::size_t bytes = p_.line_bytes();
    fill_zero<T>(p_.form, tensors_.input_zero_point, bytes / bytes_of(p_.form), line_, bytes);
    outside_ = true;
  }

  /// Neighbouring blocks of a line, and the places of each phase that they want.
  struct part {
    std::size_t first = 0, n = 0;
    std::int32_t begin = 0, end = 0;
  };

  part part_of(std::size_t first, std::size_t n) const {
    const window_axis& w = p_.image.window.x;
    const auto block = static_cast<std::size_t>(p_.block);
    const auto channels = static_cast<std::size_t>(p_.channels);
    const std::size_t reach = static_cast<std::size_t>((w.size - 1) * w.dilation / w.stride);
    const std::size_t end =
        std::min(((first + n) * block + channels - 1) / channels + reach, p_.line_codes / channels);
    return {first, n, static_cast<std::int32_t>(first * block / channels),
            static_cast<std::int32_t>(end)};
  }

  /// What a part wants of line iy, in phases: pixel x * stride + phase of the padded line at place
  /// x of the phase.
  void copy_line(std::int32_t iy, const part& wanted) {
    const simd_image& i = p_.image;
    const window_axis& w = i.window.x;
    const auto outputs = static_cast<std::size_t>(i.outputs);
    const T* from = image_ + static_cast<std::size_t>(iy) * row_codes();
    if (p_.multiplier != 1) from = expand(from);
    const std::size_t to_step = static_cast<std::size_t>(p_.channels) * bytes_of(p_.form);
    for (std::int32_t phase = 0; phase < w.stride; ++phase) {
      // The first pixel of the phase that lies inside the image and the strip, and its place.
      const std::int32_t inside = w.pad > phase ? (w.pad - phase + w.stride - 1) / w.stride : 0;
      const std::int32_t place = std::max(inside, wanted.begin);
      const std::int32_t pixel = place * w.stride + phase - w.pad;
      if (pixel >= i.width || place >= wanted.end) continue;
      const std::int32_t count =
          std::min((i.width - pixel + w.stride - 1) / w.stride, wanted.end - place);
      simd_copy c{.from = from + static_cast<std::size_t>(pixel) * outputs,
                  .to = line_ + static_cast<std::size_t>(phase) * p_.phase_bytes() +
                        static_cast<std::size_t>(place) * to_step,
                  .n = outputs,
                  .count = static_cast<std::size_t>(count),
                  .from_step = static_cast<std::ptrdiff_t>(sizeof(T) * outputs) * w.stride,
                  .to_step = static_cast<std::ptrdiff_t>(to_step),
                  .high_plane = static_cast<std::ptrdiff_t>(p_.line_bytes())};
      if (w.stride == 1 && p_.channels == i.outputs) {
        c.n *= c.count;
        c.count = 1;
      }
      sizeof(T) == 2 ? kernels_.split(c) : kernels_.copy(c);
    }
    outside_ = false;
  }

  /// Each channel as often as it has outputs.
  const T* expand(const T* from) {
    T* to = expanded_;
    for (std::size_t i = 0; i < row_codes(); ++i, to += p_.multiplier) {
      std::fill_n(to, p_.multiplier, from[i]);
    }
    return expanded_;
  }

  void make_line(std::int32_t iy, std::uint8_t* out) {
    if (iy < 0 || iy >= p_.image.height) {
      if (!outside_) fill_padding();
      interleave(first_, blocks_, out);
      return;
    }
    // Around the middle lie blocks that reach into the padding.
    for (const part& wanted : copied_) {
      if (wanted.n == 0) continue;
      copy_line(iy, wanted);
      interleave(wanted.first, wanted.n, out);
    }
    interleave_directly(iy, out);
  }

  /// Where a block's lanes are, from the start of a group's.
  std::size_t lanes_before(std::size_t block) const {
    return (block - first_) * static_cast<std::size_t>(p_.block) * sizeof(std::int32_t);
  }

  /// n blocks of line_, from block `first` on
  void interleave(std::size_t first, std::size_t n, std::uint8_t* out) const {
    const auto taps = static_cast<std::size_t>(p_.group_taps());
    out += lanes_before(first);
    for (std::size_t plane = 0; plane < planes_; ++plane) {
      const std::size_t offset =
          plane * p_.line_bytes() + first * static_cast<std::size_t>(p_.block) * bytes_of(p_.form);
      for (std::size_t g = 0; g < static_cast<std::size_t>(p_.groups); ++g) {
        std::array<const std::uint8_t*, 4> at{};
        for (std::size_t i = 0; i < taps; ++i) at[i] = taps_[g * taps + i] + offset;
        kernels_.interleave(at.data(), out, n);
        out += p_.group_bytes();
      }
    }
  }

  /// The blocks of the strip whose taps all lie in the image, from where they are.
  void interleave_directly([[maybe_unused]] std::int32_t iy, [[maybe_unused]] std::uint8_t* out) {
    if constexpr (sizeof(T) == 1) {
      if (direct_begin_ == direct_end_) return;
      const window_axis& w = p_.image.window.x;
      simd_line_taps t{.line = image_ + static_cast<std::size_t>(iy) * row_codes(),
                       .channels = static_cast<std::size_t>(p_.channels),
                       .stride = static_cast<std::size_t>(w.stride),
                       .first = direct_begin_ * static_cast<std::size_t>(p_.block),
                       .blocks = direct_end_ - direct_begin_,
                       .out = out + lanes_before(direct_begin_)};
      for (std::int32_t g = 0; g < p_.groups; ++g, t.out += p_.group_bytes()) {
        for (std::int32_t i = 0; i < p_.group_taps(); ++i) {
          const std::int32_t tap = std::min(g * p_.group_taps() + i, w.size - 1);
          t.taps[static_cast<std::size_t>(i)] =
              std::ptrdiff_t{tap * w.dilation - w.pad} * p_.channels;
        }
        kernels_.interleave_line(t);
      }
    }
  }

  /// Blocks of a whole line that interleave_directly may take.
  void find_direct_blocks() {
    const window_axis& w = p_.image.window.x;
    const bool side_by_side = static_cast<std::size_t>(p_.channels) % kernels_.piece == 0;
    // Of a whole line, copied and interleaved at once, the same takes longer: that has no phases.
    if (sizeof(T) != 1 || w.stride == 1 || kernels_.interleave_line == nullptr ||
        p_.multiplier != 1 || p_.channels != p_.image.outputs || !side_by_side) {
      return;
    }
    const std::int32_t last = p_.image.width - 1 - (w.size - 1) * w.dilation + w.pad;
    if (last < 0) return;
    const std::int32_t begin = (w.pad + w.stride - 1) / w.stride;
    const std::int32_t end = std::min(last / w.stride + 1, w.output);
    if (begin >= end) return;
    const auto block = static_cast<std::size_t>(p_.block);
    const auto channels = static_cast<std::size_t>(p_.channels);
    whole_begin_ = (static_cast<std::size_t>(begin) * channels + block - 1) / block;
    whole_end_ = std::max(static_cast<std::size_t>(end) * channels / block, whole_begin_);
  }

  const simd_depthwise_kernels& kernels_;
  const depthwise_plan& p_;
  const simd_tensors<T>& tensors_;
  std::size_t planes_ = 1, ring_line_ = 0;
  std::uint8_t *ring_ = nullptr, *line_ = nullptr;
  T* expanded_ = nullptr;
  std::array<const std::uint8_t*, most_depthwise_steps * 4> taps_;  ///< of the whole line
  const T* image_ = nullptr;
  std::size_t whole_begin_ = 0, whole_end_ = 0;    ///< of a line, interleaved directly
  std::size_t direct_begin_ = 0, direct_end_ = 0;  ///< of those, the strip's
  std::array<part, 2> copied_;                     ///< the strip's others
  std::int32_t made_ = 0;                          ///< the lowest line of the strip so far
  std::size_t first_ = 0, blocks_ = 0;             ///< of the strip
  bool outside_ = false;                           ///< whether the line is all padding
};

}  // namespace simd

}  // namespace octet
