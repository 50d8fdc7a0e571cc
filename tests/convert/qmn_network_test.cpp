// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A Qm.n network end to end: power-of-two scales, contract F, every tensor against exact
// arithmetic.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "octet/kernels/window.hpp"
#include "octet/model/interpreter.hpp"
#include "octet/model/ops/add.hpp"
#include "octet/model/ops/average_pool_2d.hpp"
#include "octet/model/ops/conv_2d.hpp"
#include "octet/model/ops/depthwise_conv_2d.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/model/ops/max_pool_2d.hpp"
#include "octet/model/ops/mean.hpp"
#include "octet/quant/choose.hpp"
#include "support/tiny_int8.hpp"

namespace {

namespace ops = octet::ops;
namespace convert = octet::convert;
using i8 = std::int8_t;
using octet::builtin;
using octet::int8_qmn;
using shifts = octet::basic_scalar<octet::contract::power_of_two>;
using real_values = std::vector<double>;

constexpr octet::op_list<ops::conv_2d<i8>, ops::depthwise_conv_2d<i8>, ops::max_pool_2d<i8>,
                         ops::add<i8>, ops::average_pool_2d<i8>, ops::mean<i8>,
                         ops::fully_connected<i8>>
    device_operators{};

/// Like a small digits network: (1,8,8,2) -> 3.
convert::network float_network(std::uint32_t seed) {
  using octet::activation;
  using octet::padding;
  octet_test::chain c({1, 8, 8, 2}, seed);
  c.conv_2d(4, 3, 1, padding::same, activation::relu);
  c.depthwise_conv_2d(2, 3, 1, padding::same, activation::none);
  const std::int32_t shortcut = c.pool_2d(builtin::max_pool_2d, 2);
  c.conv_2d(8, 1, 1, padding::same, activation::relu);
  c.add(shortcut, activation::none);
  c.pool_2d(builtin::average_pool_2d, 2);
  c.mean();
  c.fully_connected(3, activation::none);
  return c.finish();
}

void set_scale(convert::tensor& t, float scale) {
  t.quantization = {.min = {}, .max = {}, .scales = {scale}, .zero_points = {0}, .axis = 0};
}

void quantize_constant(convert::tensor& t) {
  const std::vector<float> values = t.values<float>();
  const auto [low, high] = std::ranges::minmax(values);
  const octet::affine params = octet::choose<int8_qmn>({low, high});
  std::vector<i8> codes(values.size());
  for (std::size_t i = 0; i < codes.size(); ++i) codes[i] = octet::quantize<i8>(params, values[i]);
  t.set_values<i8>(codes);
  set_scale(t, params.scale);
}

/// Weights and activations in int8_qmn, biases at the product of the scales.
convert::network qmn_network(std::uint32_t seed) {
  convert::network net = float_network(seed);
  const auto ranges = octet_test::ranges_on(net, octet_test::tiny_samples(50));
  for (std::size_t i = 0; i < net.tensors.size(); ++i) {
    convert::tensor& t = net.tensors[i];
    if (t.type != octet::tensor_type::float32 || t.is_constant()) continue;
    t.type = octet::tensor_type::int8;
    set_scale(t, octet::choose<int8_qmn>(ranges[i]).scale);
  }
  for (const convert::node& n : net.nodes) {
    const bool moves = n.code == builtin::max_pool_2d || n.code == builtin::average_pool_2d;
    if (moves) net.at(n.outputs[0]).quantization = net.at(n.inputs[0]).quantization;
    if (n.inputs.size() != 3) continue;
    convert::tensor &filter = net.at(n.inputs[1]), &bias = net.at(n.inputs[2]);
    quantize_constant(filter);
    const float scale = net.at(n.inputs[0]).quantization.scales[0] * filter.quantization.scales[0];
    std::vector<std::int32_t> codes;
    for (const float b : bias.values<float>())
      codes.push_back(octet::quantize_bias(b, double{scale}));
    bias.set_values<std::int32_t>(codes);
    set_scale(bias, scale);
  }
  return net;
}

/// The operators in doubles, which hold every sum of these networks exactly.
class exact_network {
 public:
  explicit exact_network(const convert::network& net) : net_(net), values_(net.tensors.size()) {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const convert::tensor& t = net.tensors[i];
      if (!t.is_constant() || t.quantization.scales.empty()) continue;
      const double scale = t.quantization.scales[0];
      if (t.type == octet::tensor_type::int8)
        for (const i8 c : t.values<i8>()) values_[i].push_back(c * scale);
      if (t.type == octet::tensor_type::int32)
        for (const std::int32_t c : t.values<std::int32_t>()) values_[i].push_back(c * scale);
    }
  }

  /// The real values of a tensor.
  real_values& operator[](std::int32_t tensor) { return values_[static_cast<std::size_t>(tensor)]; }

  void run(const convert::node& n) {
    (*this)[n.outputs[0]] = {};
    switch (n.code) {
      case builtin::conv_2d:
      case builtin::depthwise_conv_2d:
        return convolve(n);
      case builtin::max_pool_2d:
      case builtin::average_pool_2d:
        return pool(n);
      case builtin::fully_connected:
        return multiply(n);
      case builtin::mean:
        return average(n);
      case builtin::add:
        return add(n);
      default:
        FAIL("an operator without exact arithmetic here");
    }
  }

 private:
  static std::size_t at(const convert::tensor& t, std::int32_t y, std::int32_t x, std::int32_t c) {
    return static_cast<std::size_t>((y * t.shape[2] + x) * t.shape[3] + c);
  }

  /// Rounds half up to a code of the output; `activation` is the number of the option, -1 for none.
  void store(const convert::node& n, double real, int activation) {
    const double scale = net_.at(n.outputs[0]).quantization.scales[0];
    const bool relu = activation >= 0 && n.option<i8>(activation) == 1;
    const double code = std::clamp(std::floor(real / scale + 0.5), relu ? 0.0 : -128.0, 127.0);
    (*this)[n.outputs[0]].push_back(code * scale);
  }

  void convolve(const convert::node& n) {
    const convert::tensor &in = net_.at(n.inputs[0]), &filter = net_.at(n.inputs[1]);
    const convert::tensor& out = net_.at(n.outputs[0]);
    const bool deep = n.code == builtin::conv_2d;
    const std::int32_t each = out.shape[3] / in.shape[3], half = filter.shape[1] / 2;
    for (std::int32_t y = 0; y < out.shape[1]; ++y) {
      for (std::int32_t x = 0; x < out.shape[2]; ++x) {
        for (std::int32_t o = 0; o < out.shape[3]; ++o) {
          double sum = (*this)[n.inputs[2]][static_cast<std::size_t>(o)];
          for (std::int32_t ky = 0; ky < filter.shape[1]; ++ky) {
            for (std::int32_t kx = 0; kx < filter.shape[2]; ++kx) {
              const std::int32_t iy = y + ky - half, ix = x + kx - half;
              if (iy < 0 || ix < 0 || iy >= in.shape[1] || ix >= in.shape[2]) continue;
              for (std::int32_t c = deep ? 0 : o / each; c <= (deep ? in.shape[3] - 1 : o / each);
                   ++c) {
                const auto w =
                    deep
                        ? static_cast<std::size_t>(
                              ((o * filter.shape[1] + ky) * filter.shape[2] + kx) * in.shape[3] + c)
                        : at(filter, ky, kx, o);
                sum += (*this)[n.inputs[0]][at(in, iy, ix, c)] * (*this)[n.inputs[1]][w];
              }
            }
          }
          namespace f = octet::field;
          store(n, sum, deep ? f::conv_2d::activation : f::depthwise_conv_2d::activation);
        }
      }
    }
  }

  /// Windows of 2 x 2. The mean is of codes, half away from zero.
  void pool(const convert::node& n) {
    const convert::tensor &in = net_.at(n.inputs[0]), &out = net_.at(n.outputs[0]);
    const real_values& from = (*this)[n.inputs[0]];
    const double scale = in.quantization.scales[0];
    for (std::int32_t y = 0; y < out.shape[1]; ++y) {
      for (std::int32_t x = 0; x < out.shape[2]; ++x) {
        for (std::int32_t c = 0; c < out.shape[3]; ++c) {
          const real_values taps{from[at(in, 2 * y, 2 * x, c)], from[at(in, 2 * y, 2 * x + 1, c)],
                                 from[at(in, 2 * y + 1, 2 * x, c)],
                                 from[at(in, 2 * y + 1, 2 * x + 1, c)]};
          const double sum = taps[0] + taps[1] + taps[2] + taps[3];
          (*this)[n.outputs[0]].push_back(n.code == builtin::max_pool_2d
                                              ? std::ranges::max(taps)
                                              : std::round(sum / 4 / scale) * scale);
        }
      }
    }
  }

  void multiply(const convert::node& n) {
    const real_values &in = (*this)[n.inputs[0]], &filter = (*this)[n.inputs[1]];
    for (std::size_t o = 0; o < (*this)[n.inputs[2]].size(); ++o) {
      double sum = (*this)[n.inputs[2]][o];
      for (std::size_t i = 0; i < in.size(); ++i) sum += in[i] * filter[o * in.size() + i];
      store(n, sum, octet::field::fully_connected::activation);
    }
  }

  void add(const convert::node& n) {
    const real_values &x = (*this)[n.inputs[0]], &y = (*this)[n.inputs[1]];
    for (std::size_t i = 0; i < x.size(); ++i) store(n, x[i] + y[i], octet::field::add::activation);
  }

  void average(const convert::node& n) {
    const convert::tensor& in = net_.at(n.inputs[0]);
    const auto channels = static_cast<std::size_t>(in.shape[3]);
    const real_values& from = (*this)[n.inputs[0]];
    for (std::size_t c = 0; c < channels; ++c) {
      double sum = 0;
      for (std::size_t i = c; i < from.size(); i += channels) sum += from[i];
      store(n, sum / static_cast<double>(from.size() / channels), -1);
    }
  }

  const convert::network& net_;
  std::vector<real_values> values_;
};

}  // namespace

TEST_CASE("a Qm.n network runs with shifts, every tensor as exact arithmetic has it") {
  for (std::uint32_t seed = 1; seed <= 5; ++seed) {
    const convert::network net = qmn_network(seed);
    const auto file = convert::write_network(net);
    const auto need = octet::arena_size(device_operators, file);
    REQUIRE(need.has_value());
    std::vector<std::uint8_t> arena(static_cast<std::size_t>(need->total()));
    const auto model = octet::load<shifts>(device_operators, file, arena);
    REQUIRE(model.has_value());
    exact_network exact(net);
    std::size_t moving = 0;  // codes that are neither 0 nor saturated
    for (const auto& sample : octet_test::tiny_samples(5, 8 * 8 * 2, seed + 100)) {
      const float scale = net.at(net.inputs[0]).quantization.scales[0];
      const auto input = model->input<i8>(0);
      exact[net.inputs[0]] = {};
      for (std::size_t i = 0; i < input.size(); ++i) {
        input[i] = octet::quantize<i8>({scale, 0}, sample[i]);
        exact[net.inputs[0]].push_back(input[i] * double{scale});
      }
      const auto e = model->run([&](std::int32_t index) {
        const convert::node& n = net.nodes[static_cast<std::size_t>(index)];
        CAPTURE(index);
        CAPTURE(name_of(n.code));
        exact.run(n);
        const real_values& expected = exact[n.outputs[0]];
        const auto codes = model->read<i8>(n.outputs[0]);
        const double unit = net.at(n.outputs[0]).quantization.scales[0];
        for (std::size_t i = 0; i < expected.size(); ++i) {
          REQUIRE(codes[i] * unit == expected[i]);
          moving += codes[i] != 0 && codes[i] != 127 && codes[i] != -128;
        }
      });
      CHECK(e == octet::errc::ok);
    }
    CHECK(moving > 1000);
  }
}

TEST_CASE("contract F refuses a network whose scales are no powers of two, and says where") {
  convert::network net = qmn_network(1);
  net.at(net.nodes[3].outputs[0]).quantization.scales[0] *= 1.5f;  // the second conv_2d
  const auto file = convert::write_network(net);
  std::vector<std::uint8_t> arena(1 << 16);
  const auto model = octet::load<shifts>(device_operators, file, arena);
  REQUIRE_FALSE(model.has_value());
  CHECK(model.error().code == octet::errc::not_a_power_of_two);
  CHECK(model.error().op_index == 3);
  CHECK(model.error().op_code == static_cast<std::int32_t>(builtin::conv_2d));
  CHECK(model.error().tensor == net.nodes[3].inputs[1]);
  // Contract A takes it.
  CHECK(octet::load(device_operators, file, arena).has_value());
}
