// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Layers that move or map codes: what a pipeline is written with, besides those with weights.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "octet/kernels/activation.hpp"
#include "octet/kernels/window.hpp"
#include "octet/model/ops/average_pool_2d.hpp"
#include "octet/model/ops/dequantize.hpp"
#include "octet/model/ops/logistic.hpp"
#include "octet/model/ops/max_pool_2d.hpp"
#include "octet/model/ops/mean.hpp"
#include "octet/model/ops/pad.hpp"
#include "octet/model/ops/quantize.hpp"
#include "octet/model/ops/relu.hpp"
#include "octet/model/ops/reshape.hpp"
#include "octet/model/ops/softmax.hpp"
#include "octet/model/ops/tanh.hpp"
#include "octet/model/plan.hpp"
#include "octet/pipeline/composition.hpp"

// A layer has
//   operators             the entries that may run it
//   fits<At>()            static_asserts about At::layer, the layer, At::input, the kind of tensor
//                         that it is given, and At::input_before<N>, what the layer N steps before
//                         was given, if N <= At::index; the operator's own checks come after these
//   output_kind(input)    the kind of tensor that it makes
//   node()                its operator
namespace octet::layer {

/// Sizes of a window, in elements.
struct size_2d {
  std::int32_t height = 1, width = 1;
};

namespace detail {

constexpr bool is_codes(const tensor_format& f) {
  return f.type == tensor_type::int8 || f.type == tensor_type::int16;
}

template <class T>
constexpr layer_option option(int field, T value) {
  return {field, static_cast<std::uint32_t>(value)};
}

/// Axes of a window over the height and the width of an image.
constexpr window_2d window_over(const shape& image, size_2d size, size_2d stride, size_2d dilation,
                                padding kind) {
  return {window_axis::over(image[1], size.height, stride.height, dilation.height, kind),
          window_axis::over(image[2], size.width, stride.width, dilation.width, kind)};
}

constexpr shape image_shape(const shape& input, const window_2d& window, std::int32_t channels) {
  return shape_of(input[0], window.y.output, window.x.output, channels);
}

constexpr bool is_positive(size_2d s) { return s.height > 0 && s.width > 0; }

/// The format that an operator's definition fixes: of 8-bit codes, or 1/32768 of 16-bit ones.
constexpr tensor_format fixed_format(tensor_type type, float scale, std::int32_t zero_point) {
  return type == tensor_type::int16 ? tensor_format{type, 1.0F / 32768, 0}
                                    : tensor_format{type, scale, zero_point};
}

}  // namespace detail

/// The largest code of each window.
struct max_pool_2d {
  size_2d size{}, stride{};
  octet::padding padding = octet::padding::valid;
  octet::activation activation = octet::activation::none;

  using operators = op_list<ops::max_pool_2d<std::int8_t>, ops::max_pool_2d<std::int16_t>>;

  template <class At>
  static constexpr void fits() {
    static_assert(At::input.shape.rank == 4,
                  "max_pool_2d: the input must have three axes: height, width, channels");
    static_assert(detail::is_positive(At::layer.size) && detail::is_positive(At::layer.stride),
                  "max_pool_2d: size and stride must be 1 or more");
    static_assert(At::layer.output_kind(At::input).shape.count() > 0,
                  "max_pool_2d: the window must fit into the input");
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const {
    const window_2d window = detail::window_over(in.shape, size, stride, {}, padding);
    return {in.format, detail::image_shape(in.shape, window, in.shape[3])};
  }
  constexpr layer_node node() const {
    namespace f = field::pool_2d;
    using detail::option;
    return {.code = builtin::max_pool_2d,
            .options = {option(f::padding, padding), option(f::stride_w, stride.width),
                        option(f::stride_h, stride.height), option(f::filter_w, size.width),
                        option(f::filter_h, size.height), option(f::activation, activation)}};
  }
};

/// The mean of the codes of each window, of those that lie inside the image.
struct average_pool_2d {
  size_2d size{}, stride{};
  octet::padding padding = octet::padding::valid;
  octet::activation activation = octet::activation::none;

  using operators = op_list<ops::average_pool_2d<std::int8_t>, ops::average_pool_2d<std::int16_t>>;

  template <class At>
  static constexpr void fits() {
    static_assert(At::input.shape.rank == 4,
                  "average_pool_2d: the input must have three axes: height, width, channels");
    static_assert(detail::is_positive(At::layer.size) && detail::is_positive(At::layer.stride),
                  "average_pool_2d: size and stride must be 1 or more");
    static_assert(At::layer.output_kind(At::input).shape.count() > 0,
                  "average_pool_2d: the window must fit into the input");
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const {
    return as_pool().output_kind(in);
  }
  constexpr layer_node node() const {
    layer_node n = as_pool().node();
    n.code = builtin::average_pool_2d;
    return n;
  }

 private:
  /// Of the same window: shapes and options are the same.
  constexpr max_pool_2d as_pool() const { return {size, stride, padding, activation}; }
};

/// The mean over height and width: one value a channel.
struct mean {
  tensor_format output{};

  using operators = op_list<ops::mean<std::int8_t>, ops::mean<std::int16_t>>;

  template <class At>
  static constexpr void fits() {
    static_assert(At::input.shape.rank == 4,
                  "mean: the input must have three axes: height, width, channels");
    static_assert(At::layer.output.type == At::input.format.type,
                  "mean: output.type must be the input's");
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const {
    return {output, shape_of(in.shape[0], in.shape[3])};
  }
  constexpr layer_node node() const {
    return {.code = builtin::mean,
            .constants = {layer_constant{.shape = shape_of(2), .numbers = axes_}}};
  }

 private:
  static constexpr std::array<std::int32_t, 2> axes_{1, 2};
};

/// Rows and columns of real zeros around an image.
struct pad {
  std::int32_t top = 0, bottom = 0, left = 0, right = 0;
  /// Before and after each axis, the batch's first: not to be set.
  std::array<std::int32_t, 8> each_axis{0, 0, top, bottom, left, right, 0, 0};

  using operators = op_list<ops::pad>;

  template <class At>
  static constexpr void fits() {
    static_assert(At::input.shape.rank == 4,
                  "pad: the input must have three axes: height, width, channels");
    static_assert(
        At::layer.top >= 0 && At::layer.bottom >= 0 && At::layer.left >= 0 && At::layer.right >= 0,
        "pad: top, bottom, left and right must be 0 or more");
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const {
    tensor_kind out = in;
    out.shape.sizes[1] += top + bottom;
    out.shape.sizes[2] += left + right;
    return out;
  }
  constexpr layer_node node() const {
    return {.code = builtin::pad,
            .constants = {layer_constant{.shape = shape_of(4, 2), .numbers = each_axis}}};
  }
};

/// The same elements under other axes.
template <std::int32_t... Sizes>
struct reshape {
  using operators = op_list<ops::reshape>;

  template <class At>
  static constexpr void fits() {
    static_assert(At::layer.output_kind(At::input).shape.count() == At::input.shape.count(),
                  "reshape: the new sizes must have as many elements as the input");
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const {
    static_assert(sizeof...(Sizes) < max_rank);
    return {in.format, shape_of(in.shape[0], Sizes...)};
  }
  constexpr layer_node node() const { return {.code = builtin::reshape}; }
};

/// max(x, 0), in the input's format.
struct relu {
  using operators = op_list<ops::relu<std::int8_t>, ops::relu<std::int16_t>>;

  template <class At>
  static constexpr void fits() {
    static_assert(detail::is_codes(At::input.format), "relu: the input must hold int8 or int16");
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const { return in; }
  constexpr layer_node node() const { return {.code = builtin::relu}; }
};

/// Softmax over the last axis. int8: 1/256, -128; int16: 1/32768.
struct softmax {
  float beta = 1;

  using operators = op_list<ops::softmax<std::int8_t>, ops::softmax<std::int16_t>>;

  template <class At>
  static constexpr void fits() {
    static_assert(detail::is_codes(At::input.format), "softmax: the input must hold int8 or int16");
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const {
    return {detail::fixed_format(in.format.type, 1.0F / 256, -128), in.shape};
  }
  constexpr layer_node node() const {
    return {.code = builtin::softmax,
            .options = {layer_option{field::softmax::beta, std::bit_cast<std::uint32_t>(beta)}}};
  }
};

/// 1 / (1 + exp(-x)). int8: 1/256, -128; int16: 1/32768.
struct logistic {
  using operators = op_list<ops::logistic<std::int8_t>, ops::logistic<std::int16_t>>;

  template <class At>
  static constexpr void fits() {
    static_assert(detail::is_codes(At::input.format),
                  "logistic: the input must hold int8 or int16");
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const {
    return {detail::fixed_format(in.format.type, 1.0F / 256, -128), in.shape};
  }
  constexpr layer_node node() const { return {.code = builtin::logistic}; }
};

/// Hyperbolic tangent. int8: 1/128, 0; int16: 1/32768.
struct tanh {
  using operators = op_list<ops::tanh<std::int8_t>, ops::tanh<std::int16_t>>;

  template <class At>
  static constexpr void fits() {
    static_assert(detail::is_codes(At::input.format), "tanh: the input must hold int8 or int16");
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const {
    return {detail::fixed_format(in.format.type, 1.0F / 128, 0), in.shape};
  }
  constexpr layer_node node() const { return {.code = builtin::tanh}; }
};

/// Real values to codes, or codes to those of another format: format_of<q<2, 5>> ...
struct quantize {
  tensor_format output{};

  using operators =
      op_list<ops::quantize<float, std::int8_t>, ops::quantize<float, std::int16_t>,
              ops::quantize<std::int8_t, std::int8_t>, ops::quantize<std::int8_t, std::int16_t>,
              ops::quantize<std::int16_t, std::int8_t>, ops::quantize<std::int16_t, std::int16_t>>;

  template <class At>
  static constexpr void fits() {
    static_assert(detail::is_codes(At::layer.output), "quantize: the output must be int8 or int16");
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const { return {output, in.shape}; }
  constexpr layer_node node() const { return {.code = builtin::quantize}; }
};

/// Codes to real values.
struct dequantize {
  using operators = op_list<ops::dequantize<std::int8_t>, ops::dequantize<std::int16_t>>;

  template <class At>
  static constexpr void fits() {
    static_assert(detail::is_codes(At::input.format),
                  "dequantize: the input must hold int8 or int16");
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const { return {real_values, in.shape}; }
  constexpr layer_node node() const { return {.code = builtin::dequantize}; }
};

}  // namespace octet::layer
