// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Layers with weights: conv_2d, depthwise_conv_2d, fully_connected.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "octet/model/ops/conv_2d.hpp"
#include "octet/model/ops/depthwise_conv_2d.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/pipeline/layer.hpp"

namespace octet::layer {

namespace detail {

/// The bias of a layer: int32, or with int16 activations int64.
template <class Layer>
constexpr layer_constant bias_of(const Layer& l) {
  const octet::shape channels = shape_of(l.channels);
  return {.shape = channels, .numbers = l.bias, .wide_numbers = l.wide_bias};
}

template <class Layer>
constexpr bool scales_fit(const Layer& l) {
  return l.scales.size() == 1 || l.scales.size() == static_cast<std::size_t>(l.channels);
}

template <class Layer>
constexpr bool bias_fits(const Layer& l) {
  const auto channels = static_cast<std::size_t>(l.channels);
  const std::size_t numbers = l.bias.size() + l.wide_bias.size();
  return numbers == 0 || (numbers == channels && (l.bias.empty() || l.wide_bias.empty()));
}

constexpr std::size_t product(std::int32_t a, std::int32_t b, std::int32_t c, std::int32_t d = 1) {
  return static_cast<std::size_t>(a) * static_cast<std::size_t>(b) * static_cast<std::size_t>(c) *
         static_cast<std::size_t>(d);
}

}  // namespace detail

/// Convolution. Real values and bounds as octet::conv_2d has them.
struct conv_2d {
  std::span<const std::int8_t> weights;       ///< (channels, kernel, input channels), zero point 0
  std::span<const float> scales;              ///< of the weights: one, or one a channel
  std::span<const std::int32_t> bias{};       ///< may be absent
  std::span<const std::int64_t> wide_bias{};  ///< in its place where activations are int16
  std::int32_t channels = 1;
  size_2d kernel{}, stride{}, dilation{};
  octet::padding padding = octet::padding::valid;
  octet::activation activation = octet::activation::none;
  tensor_format output{};

  using operators = op_list<ops::conv_2d<std::int8_t>, ops::conv_2d<std::int16_t>>;

  template <class At>
  static constexpr void fits() {
    constexpr const conv_2d& l = At::layer;
    static_assert(At::input.shape.rank == 4,
                  "conv_2d: the input must have three axes: height, width, channels");
    static_assert(l.channels > 0 && detail::is_positive(l.kernel) &&
                      detail::is_positive(l.stride) && detail::is_positive(l.dilation),
                  "conv_2d: channels, kernel, stride and dilation must be 1 or more");
    static_assert(l.weights.size() == detail::product(l.channels, l.kernel.height, l.kernel.width,
                                                      At::input.shape[3]),
                  "conv_2d: there must be channels * kernel.height * kernel.width * (channels of "
                  "the input) weights");
    static_assert(detail::scales_fit(l), "conv_2d: there must be one scale, or one a channel");
    static_assert(detail::bias_fits(l), "conv_2d: there must be one bias a channel, or none");
    static_assert(l.output_kind(At::input).shape.count() > 0,
                  "conv_2d: the kernel must fit into the input");
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const {
    const window_2d window = detail::window_over(in.shape, kernel, stride, dilation, padding);
    return {output, detail::image_shape(in.shape, window, channels)};
  }
  constexpr layer_node node() const {
    namespace f = field::conv_2d;
    using detail::option;
    const auto taps = static_cast<std::int32_t>(
        weights.size() / detail::product(channels, kernel.height, kernel.width));
    return {
        .code = builtin::conv_2d,
        .constants = {layer_constant{.shape = shape_of(channels, kernel.height, kernel.width, taps),
                                     .codes = weights,
                                     .scales = scales},
                      detail::bias_of(*this)},
        .options = {option(f::padding, padding), option(f::stride_w, stride.width),
                    option(f::stride_h, stride.height), option(f::activation, activation),
                    option(f::dilation_w, dilation.width), option(f::dilation_h, dilation.height)}};
  }
};

/// Convolution of every channel by itself; `channels` is a multiple of the input's.
struct depthwise_conv_2d {
  std::span<const std::int8_t> weights;       ///< (kernel, channels), zero point 0
  std::span<const float> scales;              ///< of the weights: one, or one a channel
  std::span<const std::int32_t> bias{};       ///< may be absent
  std::span<const std::int64_t> wide_bias{};  ///< in its place where activations are int16
  std::int32_t channels = 1;
  size_2d kernel{}, stride{}, dilation{};
  octet::padding padding = octet::padding::valid;
  octet::activation activation = octet::activation::none;
  tensor_format output{};

  using operators =
      op_list<ops::depthwise_conv_2d<std::int8_t>, ops::depthwise_conv_2d<std::int16_t>>;

  template <class At>
  static constexpr void fits() {
    constexpr const depthwise_conv_2d& l = At::layer;
    static_assert(At::input.shape.rank == 4,
                  "depthwise_conv_2d: the input must have three axes: height, width, channels");
    static_assert(l.channels > 0 && detail::is_positive(l.kernel) &&
                      detail::is_positive(l.stride) && detail::is_positive(l.dilation),
                  "depthwise_conv_2d: channels, kernel, stride and dilation must be 1 or more");
    static_assert(At::input.shape[3] > 0 && l.channels % At::input.shape[3] == 0,
                  "depthwise_conv_2d: channels must be a multiple of the input's");
    static_assert(
        l.weights.size() == detail::product(l.channels, l.kernel.height, l.kernel.width),
        "depthwise_conv_2d: there must be kernel.height * kernel.width * channels weights");
    static_assert(detail::scales_fit(l),
                  "depthwise_conv_2d: there must be one scale, or one a channel");
    static_assert(detail::bias_fits(l),
                  "depthwise_conv_2d: there must be one bias a channel, or none");
    static_assert(l.output_kind(At::input).shape.count() > 0,
                  "depthwise_conv_2d: the kernel must fit into the input");
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const {
    const window_2d window = detail::window_over(in.shape, kernel, stride, dilation, padding);
    return {output, detail::image_shape(in.shape, window, channels)};
  }
  constexpr layer_node node() const {
    namespace f = field::depthwise_conv_2d;
    using detail::option;
    return {
        .code = builtin::depthwise_conv_2d,
        .constants = {layer_constant{.shape = shape_of(1, kernel.height, kernel.width, channels),
                                     .codes = weights,
                                     .scales = scales,
                                     .axis = 3},
                      detail::bias_of(*this)},
        .options = {option(f::padding, padding), option(f::stride_w, stride.width),
                    option(f::stride_h, stride.height), option(f::activation, activation),
                    option(f::dilation_w, dilation.width), option(f::dilation_h, dilation.height)}};
  }
};

/// Matrix product; the input is taken as one row, whatever its axes.
struct fully_connected {
  std::span<const std::int8_t> weights;       ///< (channels, elements of the input), zero point 0
  std::span<const float> scales;              ///< of the weights: one, or one a channel
  std::span<const std::int32_t> bias{};       ///< may be absent
  std::span<const std::int64_t> wide_bias{};  ///< in its place where activations are int16
  std::int32_t channels = 1;
  octet::activation activation = octet::activation::none;
  tensor_format output{};

  using operators = op_list<ops::fully_connected<std::int8_t>, ops::fully_connected<std::int16_t>>;

  template <class At>
  static constexpr void fits() {
    constexpr const fully_connected& l = At::layer;
    static_assert(l.channels > 0, "fully_connected: channels must be 1 or more");
    static_assert(
        l.weights.size() == static_cast<std::size_t>(l.channels) * At::input.shape.count(),
        "fully_connected: there must be channels * (elements of the input) weights");
    static_assert(detail::scales_fit(l),
                  "fully_connected: there must be one scale, or one a channel");
    static_assert(detail::bias_fits(l),
                  "fully_connected: there must be one bias a channel, or none");
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const {
    return {output, shape_of(in.shape[0], channels)};
  }
  constexpr layer_node node() const {
    const auto depth =
        static_cast<std::int32_t>(weights.size() / static_cast<std::size_t>(channels));
    return {
        .code = builtin::fully_connected,
        .constants = {layer_constant{
                          .shape = shape_of(channels, depth), .codes = weights, .scales = scales},
                      detail::bias_of(*this)},
        .options = {detail::option(field::fully_connected::activation, activation)}};
  }
};

}  // namespace octet::layer
