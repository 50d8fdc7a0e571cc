// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The networks that are timed, built here with random weights.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <utility>

#include "models.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/writer.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/window.hpp"

namespace octet_bench {

namespace {

using octet::builtin;
using shape = std::vector<std::int32_t>;

/// Appends operators of int8 codes; each reads what the last one wrote unless told otherwise.
class builder {
 public:
  builder(std::string name, std::int32_t height, std::int32_t width, std::int32_t channels)
      : last_(activation({1, height, width, channels})) {
    model_.name = std::move(name);
    net_.inputs = {last_};
  }

  std::int32_t last() const { return last_; }
  /// The next operator reads this tensor.
  void continue_at(std::int32_t tensor) { last_ = tensor; }

  void conv(std::int32_t outputs, std::int32_t kernel_h, std::int32_t kernel_w, std::int32_t stride,
            bool relu6 = true) {
    namespace f = octet::field::conv_2d;
    const shape in = net_.at(last_).shape;
    layer& l = add_layer("conv", outputs, kernel_h, kernel_w, stride);
    weighted(builtin::conv_2d, {outputs, kernel_h, kernel_w, in[3]}, 0, l.window(),
             {{f::stride_w, stride}, {f::stride_h, stride}, {f::activation, fused(relu6)}});
  }

  void depthwise(std::int32_t stride) {
    namespace f = octet::field::depthwise_conv_2d;
    const std::int32_t channels = net_.at(last_).shape[3];
    layer& l = add_layer("dw", channels, 3, 3, stride);
    weighted(builtin::depthwise_conv_2d, {1, 3, 3, channels}, 3, l.window(),
             {{f::stride_w, stride},
              {f::stride_h, stride},
              {f::depth_multiplier, std::int32_t{1}},
              {f::activation, fused(true)}});
  }

  void add(std::int32_t other) {
    append(builtin::add, {last_, other}, activation(net_.at(last_).shape), {});
  }

  /// Mean of all pixels, then a classifier.
  benchmark_model finish(std::int32_t classes) {
    namespace p = octet::field::pool_2d;
    const shape in = net_.at(last_).shape;
    append(builtin::average_pool_2d, {last_}, activation({1, 1, 1, in[3]}),
           {{p::padding, static_cast<std::int8_t>(octet::padding::valid)},
            {p::stride_w, in[2]},
            {p::stride_h, in[1]},
            {p::filter_w, in[2]},
            {p::filter_h, in[1]}});
    add_layer("fc", classes, 1, 1, 1);
    const std::int32_t filter = weights({classes, in[3]}, 0);
    append(builtin::fully_connected, {last_, filter, bias(filter)}, activation({1, classes}), {});
    const std::int32_t probabilities = activation({1, classes});
    net_.at(probabilities).quantization = {{}, {}, {1.0F / 256}, {-128}, 0};
    append(builtin::softmax, {last_}, probabilities, {{octet::field::softmax::beta, 1.0F}});
    net_.outputs = {last_};
    model_.file = octet::convert::write_network(net_);
    return std::move(model_);
  }

 private:
  static constexpr float activation_scale = 1.0F / 32;

  static std::int8_t fused(bool relu6) {
    return static_cast<std::int8_t>(relu6 ? octet::activation::relu6 : octet::activation::none);
  }

  layer& add_layer(const char* kind, std::int32_t outputs, std::int32_t kernel_h,
                   std::int32_t kernel_w, std::int32_t stride) {
    const shape& in = net_.at(last_).shape;
    model_.layers.push_back({std::to_string(model_.layers.size()), kind, in[1], in[2], in[3],
                             outputs, kernel_h, kernel_w, stride});
    return model_.layers.back();
  }

  octet::convert::tensor named(char letter, shape s) const {
    octet::convert::tensor t;
    t.name = letter + std::to_string(net_.tensors.size());
    t.shape = std::move(s);
    return t;
  }

  std::int32_t activation(shape s) {
    octet::convert::tensor t = named('t', std::move(s));
    t.type = octet::tensor_type::int8;
    t.quantization = {{}, {}, {activation_scale}, {-3}, 0};
    return net_.add_tensor(std::move(t));
  }

  /// A filter whose sums spread over a few units of the activations.
  std::int32_t weights(const shape& s, std::int32_t axis) {
    octet::convert::tensor t = named('w', s);
    std::vector<std::int8_t> codes(t.count());
    for (std::int8_t& c : codes)
      c = static_cast<std::int8_t>(static_cast<std::int32_t>(random_() % 255) - 127);
    t.set_values(std::span<const std::int8_t>(codes));
    const auto channels = static_cast<std::size_t>(s[static_cast<std::size_t>(axis)]);
    const double taps = static_cast<double>(codes.size()) / static_cast<double>(channels);
    t.quantization.scales.assign(channels, static_cast<float>(1 / (74 * std::sqrt(taps))));
    t.quantization.zero_points.assign(channels, 0);
    t.quantization.axis = axis;
    return net_.add_tensor(std::move(t));
  }

  std::int32_t bias(std::int32_t filter) {
    const std::vector<float> scales = net_.at(filter).quantization.scales;
    octet::convert::tensor t = named('b', {static_cast<std::int32_t>(scales.size())});
    std::vector<std::int32_t> codes(scales.size());
    for (std::int32_t& c : codes) c = static_cast<std::int32_t>(random_() % 2001) - 1000;
    t.set_values(std::span<const std::int32_t>(codes));
    for (const float s : scales) t.quantization.scales.push_back(s * activation_scale);
    t.quantization.zero_points.assign(scales.size(), 0);
    return net_.add_tensor(std::move(t));
  }

  void weighted(builtin code, const shape& filter_shape, std::int32_t axis,
                const octet::window_2d& window, const octet::convert::option_map& options) {
    const std::int32_t filter = weights(filter_shape, axis);
    const std::int32_t outputs = filter_shape[static_cast<std::size_t>(axis)];
    append(code, {last_, filter, bias(filter)},
           activation({1, window.y.output, window.x.output, outputs}), options);
  }

  void append(builtin code, std::vector<std::int32_t> inputs, std::int32_t output,
              const octet::convert::option_map& options) {
    net_.nodes.push_back(octet::convert::make_node(code, std::move(inputs), {output}, options));
    last_ = output;
  }

  octet::convert::network net_{};
  benchmark_model model_{};
  std::mt19937 random_{1};
  std::int32_t last_;
};

benchmark_model keyword() {
  builder b("keyword", 49, 10, 1);
  b.conv(64, 10, 4, 2);
  for (int i = 0; i < 4; ++i) {
    b.depthwise(1);
    b.conv(64, 1, 1, 1);
  }
  return b.finish(12);
}

benchmark_model resnet_8() {
  builder b("resnet_8", 32, 32, 3);
  b.conv(16, 3, 3, 1);
  for (const std::int32_t channels : {16, 32, 64}) {
    const std::int32_t stride = channels == 16 ? 1 : 2, in = b.last();
    b.conv(channels, 3, 3, stride);
    b.conv(channels, 3, 3, 1, false);
    const std::int32_t straight = b.last();
    b.continue_at(in);
    if (stride == 2) b.conv(channels, 1, 1, stride, false);
    b.add(straight);
  }
  return b.finish(10);
}

benchmark_model mobilenet_v1_quarter() {
  builder b("mobilenet_v1_0.25", 96, 96, 3);
  b.conv(8, 3, 3, 2);
  constexpr std::pair<std::int32_t, std::int32_t> blocks[] = {
      {16, 1},  {32, 2},  {32, 1},  {64, 2},  {64, 1},  {128, 2}, {128, 1},
      {128, 1}, {128, 1}, {128, 1}, {128, 1}, {256, 2}, {256, 1}};
  for (const auto& [channels, stride] : blocks) {
    b.depthwise(stride);
    b.conv(channels, 1, 1, 1);
  }
  return b.finish(2);
}

benchmark_model mobilenet_v2() {
  struct stage {
    std::int32_t expansion, channels, blocks, stride;
  };
  builder b("mobilenet_v2", 224, 224, 3);
  b.conv(32, 3, 3, 2);
  std::int32_t inputs = 32;
  for (const stage& s :
       {stage{1, 16, 1, 1}, stage{6, 24, 2, 2}, stage{6, 32, 3, 2}, stage{6, 64, 4, 2},
        stage{6, 96, 3, 1}, stage{6, 160, 3, 2}, stage{6, 320, 1, 1}}) {
    for (std::int32_t i = 0; i < s.blocks; ++i) {
      const std::int32_t in = b.last();
      if (s.expansion > 1) b.conv(inputs * s.expansion, 1, 1, 1);
      b.depthwise(i == 0 ? s.stride : 1);
      b.conv(s.channels, 1, 1, 1, false);
      if (i > 0) b.add(in);
      inputs = s.channels;
    }
  }
  b.conv(1280, 1, 1, 1);
  return b.finish(1000);
}

}  // namespace

std::vector<benchmark_model> known_models() {
  return {keyword(), resnet_8(), mobilenet_v1_quarter(), mobilenet_v2()};
}

}  // namespace octet_bench
