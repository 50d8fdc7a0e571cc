// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEPTHWISE_CONV_2D on the SIMD backend, with the arguments of the scalar kernel.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "octet/kernels/backend/simd/conv_2d.hpp"
#include "octet/kernels/backend/simd/depthwise_lines.hpp"
#include "octet/kernels/backend/simd/depthwise_plan.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/convolution_args.hpp"

namespace octet {

/// The plan of depthwise_conv_2d for a target's kernels. Needs shapes only.
template <class Args>
constexpr depthwise_plan plan_depthwise(const simd_depthwise_kernels& kernels, const Args& a,
                                        contract c = contract::double_rounding) {
  using code = decltype(a.output.data[0]);
  static_assert(simd_codes<code, typename Args::accumulator>);
  depthwise_plan p =
      depthwise_plan::make(image_of(a), kernels.form, simd_contract_of<code>(c), kernels.block,
                           kernels.depthwise_columns == nullptr ? 0 : kernels.piece,
                           kernels.depthwise_stacks != nullptr);
  p.rounding = kernels.rounding;
  return p;
}

namespace simd {

/// The lane of 32 bits with which a group of taps is multiplied.
template <class Filter>
std::uint32_t group_lane(const depthwise_plan& p, const Filter& weight, std::int32_t ky,
                         std::int32_t group) {
  std::uint32_t lane = 0;
  const std::int32_t bits = 32 / p.group_taps();
  for (std::int32_t i = 0; i < p.group_taps(); ++i) {
    const std::int32_t kx = group * p.group_taps() + i;
    if (kx >= p.image.window.x.size) break;
    const auto code = static_cast<std::uint32_t>(std::int32_t{weight(ky, kx)});
    lane |= (bits == 8 ? code & 0xffU : code & 0xffffU) << (i * bits);
  }
  return lane;
}

/// The lane of 32 bits of step `step` in columns or stacks: taps of one kx down the lines.
template <class Filter>
std::uint32_t column_lane(const depthwise_plan& p, const Filter& weight, std::size_t step) {
  const auto part = static_cast<std::int32_t>(step % p.column_parts());
  const auto line = static_cast<std::int32_t>(step / p.column_parts() % p.column_lines());
  const auto kx = static_cast<std::int32_t>(step / p.column_parts() / p.column_lines());
  const std::int32_t bits = 32 / p.group_taps();
  std::uint32_t lane = 0;
  for (std::int32_t i = 0; i < p.group_taps(); ++i) {
    const std::int32_t ky = part * p.group_taps() + i - line * p.image.window.y.stride;
    if (ky < 0 || ky >= p.image.window.y.size) continue;
    const auto code = static_cast<std::uint32_t>(std::int32_t{weight(ky, kx)});
    lane |= (bits == 8 ? code & 0xffU : code & 0xffffU) << (i * bits);
  }
  return lane;
}

/// Packs the weights of a depthwise filter (1,Kh,Kw,C*M), and calls
/// set_channel(panel, i, channel, sums) for the i-th place of a panel that has a channel.
///
/// returns  false where set_channel has
template <class Filter, class SetChannel>
bool pack_depthwise(const depthwise_plan& p, const Filter& filter, std::span<std::uint8_t> packed,
                    SetChannel set_channel) {
  auto* panels = reinterpret_cast<simd_panel*>(aligned(packed.data()));
  auto* weights = reinterpret_cast<std::uint32_t*>(aligned(packed.data()) + p.constant_bytes());
  std::fill_n(panels, p.constant_bytes() / sizeof(simd_panel), simd_panel{});
  const auto block = static_cast<std::size_t>(p.block);
  for (std::size_t i = 0; i < p.positions(); ++i) {
    const auto channel = static_cast<std::int32_t>(p.channel_of(i));
    const std::size_t turn = i / block, position = p.position(i % block);
    const bool real = channel < p.image.outputs;
    const auto weight = [&](std::int32_t ky, std::int32_t kx) {
      const auto tap = static_cast<std::size_t>(ky * p.image.window.x.size + kx);
      return real ? filter.data[tap * static_cast<std::size_t>(p.image.outputs) +
                                static_cast<std::size_t>(channel)]
                  : std::int8_t{0};
    };
    weight_sums sums;
    for (std::size_t step = 0; step < p.steps(); ++step) {
      const auto s = static_cast<std::int32_t>(step);
      weights[(turn * p.steps() + step) * block + position] =
          p.columns || p.stacks ? column_lane(p, weight, step)
                                : group_lane(p, weight, s / p.groups, s % p.groups);
    }
    for (std::int32_t ky = 0; ky < p.image.window.y.size; ++ky) {
      for (std::int32_t kx = 0; kx < p.image.window.x.size; ++kx) sums.add(weight(ky, kx));
    }
    const std::size_t at = turn * block + position;
    if (real && !set_channel(panels[at / panel_width], at % panel_width, channel, sums))
      return false;
  }
  return true;
}

}  // namespace simd

/// Packs a depthwise filter (1,Kh,Kw,C*M).
///
/// memory   packed >= p.packed_bytes() bytes, for as long as the plan runs
/// returns  false where an accumulator could reach 2^30 or the window is too large: leave such a
///          filter to the scalar backend
template <class Args>
[[nodiscard]] bool prepare_depthwise(const depthwise_plan& p, const Args& a,
                                     std::span<std::uint8_t> packed) {
  if (p.steps() > most_depthwise_steps) return false;
  const panel_options options{
      .form = p.form, .contract = p.contract, .input_zero_point = a.input_zero_point};
  const bool packs = simd::pack_depthwise(
      p, a.filter, packed,
      [&](simd_panel& panel, std::size_t i, std::int32_t channel, const weight_sums& sums) {
        const std::int64_t bias = a.bias ? a.bias[static_cast<std::size_t>(channel)] : 0;
        if (bound_of(sums, bias, options) >= simd_accumulator_limit) return false;
        set_channel(panel, i, static_cast<std::uint32_t>(start_of(sums, bias, options)),
                    a.requantize.at(channel), a.requantize.zero_point, p.contract);
        return true;
      });
  if (!packs) return false;
  auto* const panels = reinterpret_cast<simd_panel*>(simd::aligned(packed.data()));
  for (std::size_t i = 0; i < p.constant_bytes() / sizeof(simd_panel); ++i) {
    finish_panel(panels[i], a.requantize, p.contract, p.rounding);
  }
  return true;
}

namespace simd {

/// Codes [first, first + n) of a line whose pixels are rounded up, to a line without gaps.
template <class T>
void compact_codes(const depthwise_plan& p, const T* from, std::size_t first, std::size_t n,
                   T* line) {
  const auto channels = static_cast<std::size_t>(p.channels);
  const auto outputs = static_cast<std::size_t>(p.image.outputs);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t pixel = (first + i) / channels, channel = (first + i) % channels;
    if (channel < outputs) line[pixel * outputs + channel] = from[i];
  }
}

/// All images in columns or stacks.
template <class T>
void run_columns(const simd_depthwise_kernels& kernels, const depthwise_plan& p,
                 const simd_tensors<T>& t, std::span<std::uint8_t> packed,
                 std::span<std::uint8_t> scratch) {
  std::uint8_t* const stacks = p.stacks ? aligned(scratch.data()) : nullptr;
  std::uint8_t* const begin = p.stacks ? stacks + p.stack_bytes() : scratch.data();
  const auto address = reinterpret_cast<std::uintptr_t>(begin);
  T* const padding = reinterpret_cast<T*>(begin + (round_up(address, sizeof(T)) - address));
  std::fill_n(padding, p.padding_codes(), static_cast<T>(t.input_zero_point));
  std::uint8_t* const memory = aligned(packed.data());
  simd_depthwise_columns d{
      .input = t.input,
      .padding = padding,
      .stacks = stacks,
      .zero_point = t.input_zero_point,
      .weights = reinterpret_cast<const std::uint32_t*>(memory + p.constant_bytes()),
      .plan = &p,
      .out = {.panels = reinterpret_cast<const simd_panel*>(memory),
              .requantize = t.requantize,
              .contract = p.contract,
              .channels = p.channels,
              .data = t.output}};
  for (std::int32_t n = 0; n < p.image.batch; ++n) {
    p.stacks ? kernels.depthwise_stacks(d) : kernels.depthwise_columns(d);
    d.input = static_cast<const T*>(d.input) +
              p.padding_codes() * static_cast<std::size_t>(p.image.height);
    d.out.data = static_cast<T*>(d.out.data) +
                 p.output_codes() * static_cast<std::size_t>(p.image.window.y.output);
  }
}

/// All images line by line. Out is T, or int32 where panels stay as_sums.
///
/// memory   scratch >= p.scratch_bytes(), and as_sums p.output_codes() * 2 bytes more
template <class T, class Out>
void run_lines(const simd_depthwise_kernels& kernels, const depthwise_plan& p,
               const simd_tensors<T, Out>& t, std::span<std::uint8_t> packed,
               std::span<std::uint8_t> scratch) {
  const simd_image& i = p.image;
  std::uint8_t* memory = aligned(scratch.data());
  const simd_tensors<T> input{t.input, nullptr, t.input_zero_point, t.requantize};
  depthwise_lines<T> lines(kernels, p, input, memory);
  std::array<const std::uint8_t*, most_depthwise_steps> rows;
  simd_depthwise d{.rows = rows.data(),
                   .high_plane = lines.high_plane(),
                   .steps = p.steps(),
                   .period = static_cast<std::size_t>(p.period),
                   .codes = p.output_codes(),
                   .weights = reinterpret_cast<const std::uint32_t*>(aligned(packed.data()) +
                                                                     p.constant_bytes()),
                   .plan = &p,
                   .out = {.panels = reinterpret_cast<const simd_panel*>(aligned(packed.data())),
                           .requantize = t.requantize,
                           .contract = p.contract,
                           .channels = i.outputs}};
  const bool compact = p.channels == i.outputs;
  auto* padded = reinterpret_cast<Out*>(memory + p.scratch_bytes() - 63 -
                                        (compact ? 0 : round_up(p.output_codes() * 2, 64)));
  const auto line =
      static_cast<std::size_t>(i.window.x.output) * static_cast<std::size_t>(i.outputs);
  Out* out = t.output;
  for (std::int32_t n = 0; n < i.batch; ++n) {
    for (std::size_t first = 0; first < p.blocks(); first += p.strip) {
      const std::size_t first_code = first * static_cast<std::size_t>(p.block);
      lines.begin_strip(n, first, std::min(p.strip, p.blocks() - first));
      d.first_block = first;
      d.codes =
          std::min(p.strip * static_cast<std::size_t>(p.block), p.output_codes() - first_code);
      for (std::int32_t y = 0; y < i.window.y.output; ++y) {
        lines.rows_under(y, rows.data());
        Out* const to = out + static_cast<std::size_t>(y) * line;
        d.out.data = compact ? to + first_code : padded;
        kernels.depthwise(d);
        if (!compact) compact_codes(p, padded, first_code, d.codes, to);
      }
    }
    out += static_cast<std::size_t>(i.window.y.output) * line;
  }
}

}  // namespace simd

/// depthwise_conv_2d over a prepared filter; a.filter and a.bias are not read.
///
/// memory   packed as prepare_depthwise left it; scratch >= p.scratch_bytes()
/// exact    the codes of depthwise_conv_2d<scalar>
template <class Args>
void run_depthwise(const simd_depthwise_kernels& kernels, const depthwise_plan& p, const Args& a,
                   std::span<std::uint8_t> packed, std::span<std::uint8_t> scratch) {
  using code = decltype(a.output.data[0]);
  const simd_image& i = p.image;
  if (p.output_codes() == 0 || i.window.y.output <= 0 || i.batch == 0) return;
  const simd_tensors<code> tensors{a.input.data.data(), a.output.data.data(), a.input_zero_point,
                                   &a.requantize};
  if (p.columns || p.stacks) return simd::run_columns(kernels, p, tensors, packed, scratch);
  simd::run_lines(kernels, p, tensors, packed, scratch);
}

}  // namespace octet
