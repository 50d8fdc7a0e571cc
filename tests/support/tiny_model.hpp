// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Small float networks with random but reproducible weights.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/network.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/window.hpp"

namespace octet_test {

/// The same numbers on every platform, unlike the distributions of <random>.
class noise {
 public:
  explicit noise(std::uint32_t seed) : state_(seed * 2654435761u + 1u) {}

  /// Evenly spread over [-1, 1).
  float next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return static_cast<float>(static_cast<std::int32_t>(state_)) * 0x1p-31f;
  }
  std::vector<float> vector(std::size_t n, float amplitude = 1.0f) {
    std::vector<float> v(n);
    for (float& x : v) x = amplitude * next();
    return v;
  }

 private:
  std::uint32_t state_;
};

/// Appends one operator after another to a network with one input. Each call returns the tensor
/// that the operator writes, which the next one reads.
class chain {
 public:
  explicit chain(std::vector<std::int32_t> input_shape, std::uint32_t seed = 1) : noise_(seed) {
    last_ = activation_tensor("input", std::move(input_shape));
    net_.name = "main";
    net_.description = "a chain of octet's tests";
    net_.inputs = {last_};
  }

  std::int32_t last() const { return last_; }
  octet::convert::network& net() { return net_; }

  /// The network, with the last tensor as its output.
  octet::convert::network finish() {
    net_.outputs = {last_};
    return net_;
  }

  std::int32_t conv_2d(std::int32_t channels, std::int32_t kernel, std::int32_t stride,
                       octet::padding pad, octet::activation act) {
    namespace f = octet::field::conv_2d;
    const std::int32_t depth = shape()[3];
    const std::int32_t filter = weights("filter", {channels, kernel, kernel, depth},
                                        static_cast<float>(kernel * kernel * depth));
    const std::int32_t bias = weights("bias", {channels}, 30.0f);
    return append(octet::builtin::conv_2d, {last_, filter, bias},
                  {shape()[0], size_after(shape()[1], kernel, stride, pad),
                   size_after(shape()[2], kernel, stride, pad), channels},
                  {{f::padding, static_cast<std::int8_t>(pad)},
                   {f::stride_w, stride},
                   {f::stride_h, stride},
                   {f::activation, static_cast<std::int8_t>(act)}});
  }

  std::int32_t depthwise_conv_2d(std::int32_t multiplier, std::int32_t kernel, std::int32_t stride,
                                 octet::padding pad, octet::activation act) {
    namespace f = octet::field::depthwise_conv_2d;
    const std::int32_t channels = shape()[3] * multiplier;
    const std::int32_t filter =
        weights("filter", {1, kernel, kernel, channels}, static_cast<float>(kernel * kernel));
    const std::int32_t bias = weights("bias", {channels}, 30.0f);
    return append(octet::builtin::depthwise_conv_2d, {last_, filter, bias},
                  {shape()[0], size_after(shape()[1], kernel, stride, pad),
                   size_after(shape()[2], kernel, stride, pad), channels},
                  {{f::padding, static_cast<std::int8_t>(pad)},
                   {f::stride_w, stride},
                   {f::stride_h, stride},
                   {f::depth_multiplier, multiplier},
                   {f::activation, static_cast<std::int8_t>(act)}});
  }

  /// max_pool_2d or average_pool_2d with kernel == stride.
  std::int32_t pool_2d(octet::builtin code, std::int32_t kernel) {
    namespace f = octet::field::pool_2d;
    return append(code, {last_}, {shape()[0], shape()[1] / kernel, shape()[2] / kernel, shape()[3]},
                  {{f::padding, static_cast<std::int8_t>(octet::padding::valid)},
                   {f::stride_w, kernel},
                   {f::stride_h, kernel},
                   {f::filter_w, kernel},
                   {f::filter_h, kernel}});
  }

  std::int32_t add(std::int32_t other, octet::activation act) {
    return append(octet::builtin::add, {last_, other}, shape(),
                  {{octet::field::add::activation, static_cast<std::int8_t>(act)}});
  }

  /// Zeros around height and width.
  std::int32_t pad(std::int32_t border) { return pad(border, border); }

  /// Zeros before and behind height and width.
  std::int32_t pad(std::int32_t before, std::int32_t behind) {
    const std::vector<std::int32_t> borders{0, 0, before, behind, before, behind, 0, 0};
    const std::int32_t both = before + behind;
    return append(octet::builtin::pad, {last_, integers("paddings", {4, 2}, borders)},
                  {shape()[0], shape()[1] + both, shape()[2] + both, shape()[3]});
  }

  /// The mean over height and width.
  std::int32_t mean() {
    return append(octet::builtin::mean, {last_, integers("axes", {2}, {1, 2})},
                  {shape()[0], shape()[3]});
  }

  /// All axes but the first become one.
  std::int32_t flatten() {
    std::int32_t rest = 1;
    for (std::size_t i = 1; i < shape().size(); ++i) rest *= shape()[i];
    return reshape({shape()[0], rest});
  }

  std::int32_t fully_connected(std::int32_t units, octet::activation act) {
    const std::int32_t depth = shape()[1];
    const std::int32_t filter = weights("filter", {units, depth}, static_cast<float>(depth));
    const std::int32_t bias = weights("bias", {units}, 30.0f);
    return append(octet::builtin::fully_connected, {last_, filter, bias}, {shape()[0], units},
                  {{octet::field::fully_connected::activation, static_cast<std::int8_t>(act)}});
  }

  std::int32_t softmax() {
    return append(octet::builtin::softmax, {last_}, shape(), {{octet::field::softmax::beta, 1.0f}});
  }

  /// An operator of two floats, with a constant behind the last tensor, or in front of it.
  std::int32_t with_constant(octet::builtin code, std::vector<std::int32_t> constant_shape,
                             const std::vector<float>& values,
                             octet::activation act = octet::activation::none, bool first = false) {
    const std::int32_t c = activation_tensor(numbered("constant"), std::move(constant_shape));
    net_.at(c).set_values<float>(values);
    const std::vector<std::int32_t> inputs{first ? c : last_, first ? last_ : c};
    return append(code, inputs, shape(),
                  {{octet::field::add::activation, static_cast<std::int8_t>(act)}});
  }

  /// An operator without options that maps each element.
  std::int32_t elementwise(octet::builtin code) { return append(code, {last_}, shape()); }

  std::int32_t transpose(const std::vector<std::int32_t>& order) {
    std::vector<std::int32_t> sizes;
    for (const std::int32_t axis : order) sizes.push_back(shape()[static_cast<std::size_t>(axis)]);
    const auto rank = static_cast<std::int32_t>(order.size());
    return append(octet::builtin::transpose, {last_, integers("order", {rank}, order)}, sizes);
  }

  std::int32_t reshape(const std::vector<std::int32_t>& sizes) {
    const auto rank = static_cast<std::int32_t>(sizes.size());
    return append(octet::builtin::reshape, {last_, integers("shape", {rank}, sizes)}, sizes);
  }

  /// Any operator. Inputs besides the last tensor are made with weights and integers.
  std::int32_t append(octet::builtin code, std::vector<std::int32_t> inputs,
                      std::vector<std::int32_t> output_shape,
                      const octet::convert::option_map& options = {}) {
    const std::string name = numbered(std::string(octet::name_of(code)) + "_");
    const std::int32_t output = activation_tensor(name, std::move(output_shape));
    net_.nodes.push_back(octet::convert::make_node(code, std::move(inputs), {output}, options));
    return last_ = output;
  }

  /// Uniform with variance 2 / fan_in, which keeps the size of activations through relu.
  std::int32_t weights(const std::string& name, std::vector<std::int32_t> shape, float fan_in) {
    const std::int32_t index = activation_tensor(numbered(name), std::move(shape));
    const std::vector<float> values =
        noise_.vector(net_.at(index).count(), std::sqrt(6.0f / fan_in));
    net_.at(index).set_values<float>(values);
    return index;
  }

  std::int32_t integers(const std::string& name, std::vector<std::int32_t> shape,
                        const std::vector<std::int32_t>& values) {
    const std::int32_t index = activation_tensor(numbered(name), std::move(shape));
    net_.at(index).set_values<std::int32_t>(values);
    return index;
  }

 private:
  const std::vector<std::int32_t>& shape() const { return net_.at(last_).shape; }

  static std::int32_t size_after(std::int32_t size, std::int32_t kernel, std::int32_t stride,
                                 octet::padding pad) {
    const std::int32_t taken = pad == octet::padding::valid ? size - kernel + 1 : size;
    return (taken + stride - 1) / stride;
  }

  std::string numbered(const std::string& name) const {
    return name + std::to_string(net_.nodes.size());
  }

  std::int32_t activation_tensor(const std::string& name, std::vector<std::int32_t> shape) {
    octet::convert::tensor t;
    t.name = name;
    t.shape = std::move(shape);
    return net_.add_tensor(std::move(t));
  }

  noise noise_;

 protected:
  octet::convert::network net_;
  std::int32_t last_ = 0;
};

/// pad, conv_2d, depthwise_conv_2d, max_pool_2d, conv_2d, add, average_pool_2d, reshape,
/// fully_connected, softmax over a (1,8,8,2) input; 3 classes.
inline octet::convert::network tiny_model(std::uint32_t seed = 1) {
  using octet::activation;
  using octet::padding;
  chain c({1, 8, 8, 2}, seed);
  c.pad(1);
  c.conv_2d(4, 3, 1, padding::valid, activation::relu);
  c.depthwise_conv_2d(2, 3, 2, padding::same, activation::relu6);
  const std::int32_t shortcut = c.pool_2d(octet::builtin::max_pool_2d, 2);
  c.conv_2d(8, 1, 1, padding::same, activation::none);
  c.add(shortcut, activation::relu);
  c.pool_2d(octet::builtin::average_pool_2d, 2);
  c.flatten();
  c.fully_connected(3, activation::none);
  c.softmax();
  return c.finish();
}

/// Samples for tiny_model, or any network with inputs of this many values.
inline std::vector<std::vector<float>> tiny_samples(std::size_t count,
                                                    std::size_t values = 8 * 8 * 2,
                                                    std::uint32_t seed = 7) {
  noise n(seed);
  std::vector<std::vector<float>> samples;
  for (std::size_t i = 0; i < count; ++i) samples.push_back(n.vector(values));
  return samples;
}

}  // namespace octet_test
