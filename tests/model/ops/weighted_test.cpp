// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The operators with weights, in every combination of types, from the bytes of a model to the
// codes: against sums over every tap in integers of 128 bits.
#include "octet/model/ops/weighted.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/model/ops/conv_2d.hpp"
#include "octet/model/ops/depthwise_conv_2d.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/model/ops/transpose_conv.hpp"
#include "support/kernel_oracle.hpp"
#include "support/one_operator_model.hpp"
#include "support/wide_contracts.hpp"

using octet::builtin;
using octet::errc;
using octet::int4;
using octet::tensor_type;
using octet_test::dice;
using octet_test::int128;
using octet_test::model_tensor;
using octet_test::one_operator_model;

namespace {

namespace ops = octet::ops;
using weighted_ops =
    octet::op_list<ops::conv_2d<std::int8_t>, ops::conv_2d<std::int8_t, int4>,
                   ops::conv_2d<std::int16_t>, ops::conv_2d<std::uint8_t>,
                   ops::depthwise_conv_2d<std::int8_t>, ops::depthwise_conv_2d<std::int8_t, int4>,
                   ops::depthwise_conv_2d<std::int16_t>, ops::depthwise_conv_2d<std::uint8_t>,
                   ops::fully_connected<std::int8_t>, ops::fully_connected<std::int8_t, int4>,
                   ops::fully_connected<std::int16_t>, ops::fully_connected<std::uint8_t>,
                   ops::transpose_conv<std::int8_t>, ops::transpose_conv<std::int16_t>,
                   ops::transpose_conv<std::uint8_t>>;

std::size_t size(std::int64_t n) { return static_cast<std::size_t>(n); }

struct code_range {
  std::int32_t low, high;
};
code_range range_of(tensor_type t) {
  if (t == tensor_type::int16) return {-32768, 32767};
  if (t == tensor_type::uint8) return {0, 255};
  return t == tensor_type::int4 ? code_range{-8, 7} : code_range{-128, 127};
}

std::vector<std::uint8_t> stored(const std::vector<std::int32_t>& codes, tensor_type t) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const auto code = static_cast<std::uint32_t>(codes[i]);
    if (t == tensor_type::int4 && i % 2 == 1) {
      bytes.back() = static_cast<std::uint8_t>(bytes.back() | (code & 15) << 4);
    } else if (t == tensor_type::int4) {
      bytes.push_back(static_cast<std::uint8_t>(code & 15));
    } else {
      bytes.push_back(static_cast<std::uint8_t>(code & 255));
      if (t == tensor_type::int16) bytes.push_back(static_cast<std::uint8_t>(code >> 8 & 255));
    }
  }
  return bytes;
}

/// A random node. Every operator is a window (FULLY_CONNECTED one of 1 x 1) over n x y x x pixels.
struct weighted_case {
  builtin code;
  tensor_type type, weight_type, bias_type;
  bool has_bias, per_channel, same;
  std::int32_t batch, depth, groups, channels;
  std::int32_t in[2], taps[2], stride[2], dilation[2], out[2], pad[2];
  std::int32_t input_zero, filter_zero, output_zero;
  float input_scale, output_scale;
  std::vector<float> filter_scales;
  std::vector<std::int32_t> input, filter;
  std::vector<std::int64_t> bias;

  bool transposed() const { return code == builtin::transpose_conv; }
  bool depthwise() const { return code == builtin::depthwise_conv_2d; }

  weighted_case(dice& d, builtin c, tensor_type activations, tensor_type weights)
      : code(c), type(activations), weight_type(weights) {
    const bool flat = code == builtin::fully_connected;
    has_bias = !d.chance(4);
    bias_type = type == tensor_type::int16 && d.chance(2) ? tensor_type::int64 : tensor_type::int32;
    per_channel = type != tensor_type::uint8 && d.chance(2);
    same = !flat && d.chance(2);
    batch = d.between(1, 2);
    depth = d.between(1, 7);
    groups = code == builtin::conv_2d && d.chance(3) ? 2 : 1;
    channels = depthwise() ? depth * d.between(1, 2) : d.between(2, 5) / groups * groups;
    if (code == builtin::conv_2d) depth *= groups;
    for (int a = 0; a < 2; ++a) {
      taps[a] = flat ? 1 : d.between(1, 3);
      stride[a] = flat ? 1 : d.between(1, 3);
      dilation[a] = flat || transposed() ? 1 : d.between(1, 2);
      in[a] = flat ? 1 : d.between(1, 6);
      const std::int32_t reach = (taps[a] - 1) * dilation[a] + 1;
      if (transposed()) {
        out[a] = same ? in[a] * stride[a] - d.between(0, stride[a] - 1)
                      : (in[a] - 1) * stride[a] + taps[a] + d.between(0, stride[a] - 1);
        const std::int32_t steps =
            (same ? out[a] + stride[a] - 1 : out[a] + stride[a] - taps[a]) / stride[a];
        pad[a] = std::max((steps - 1) * stride[a] + taps[a] - out[a], 0) / 2;
      } else {
        if (!same && !flat) in[a] += reach;
        out[a] = (same ? in[a] + stride[a] - 1 : in[a] - reach + stride[a]) / stride[a];
        pad[a] = same ? std::max((out[a] - 1) * stride[a] + reach - in[a], 0) / 2 : 0;
      }
    }
    const auto any = [&](tensor_type t) {
      const code_range r = range_of(t);
      const std::int32_t extreme = d.between(0, 9);
      return extreme == 0 ? r.low : extreme == 1 ? r.high : d.between(r.low, r.high);
    };
    input_zero = type == tensor_type::int16 ? 0 : any(type);
    output_zero = type == tensor_type::int16 ? 0 : any(type);
    filter_zero = weight_type == tensor_type::uint8 ? any(weight_type) : 0;
    input.resize(size(batch * in[0] * in[1] * depth));
    for (auto& x : input) x = any(type);
    filter.resize(size(taps[0] * taps[1] * (depthwise() ? channels : channels * depth / groups)));
    for (auto& w : filter) w = any(weight_type);
    filter_scales.resize(size(per_channel ? channels : 1));
    for (auto& s : filter_scales) s = d.scale(-10, -4);
    // Sums of a whole window lie between a few codes and a multiple of the range.
    input_scale = d.scale(-9, -2);
    output_scale = d.scale(type == tensor_type::int16 ? -13 : -7, 0);
    if (!has_bias) return;
    bias.resize(size(channels));
    for (auto& b : bias) {
      b = d.between(-100000, 100000);
      // Past int32 together with anything.
      if (d.chance(6))
        b = d.chance(2) ? std::numeric_limits<std::int32_t>::max()
                        : std::numeric_limits<std::int32_t>::min();
      if (bias_type == tensor_type::int64 && d.chance(3)) b *= 1 << 12;
    }
  }

  std::int32_t group_depth() const { return depthwise() ? 1 : depth / groups; }

  /// Input channel of weight channel `k` of output `o`.
  std::int32_t channel(std::int32_t o, std::int32_t k) const {
    if (depthwise()) return o / (channels / depth);
    return o / (channels / groups) * group_depth() + k;
  }
  std::int64_t weight(std::int32_t o, std::int32_t ky, std::int32_t kx, std::int32_t k) const {
    const std::int32_t tap = ky * taps[1] + kx;
    const std::int32_t at =
        depthwise() ? tap * channels + o : (o * taps[0] * taps[1] + tap) * group_depth() + k;
    return filter[size(at)] - filter_zero;
  }
  std::int64_t value(std::int32_t n, std::int32_t y, std::int32_t x, std::int32_t c) const {
    return input[size(((n * in[0] + y) * in[1] + x) * depth + c)] - input_zero;
  }

  std::int64_t sum(std::int32_t n, std::int32_t y, std::int32_t x, std::int32_t o) const {
    std::int64_t s = has_bias ? bias[size(o)] : 0;
    for (std::int32_t iy = 0; iy < in[0]; ++iy) {
      for (std::int32_t ix = 0; ix < in[1]; ++ix) {
        for (std::int32_t ky = 0; ky < taps[0]; ++ky) {
          for (std::int32_t kx = 0; kx < taps[1]; ++kx) {
            const bool meets = transposed() ? iy * stride[0] - pad[0] + ky == y &&
                                                  ix * stride[1] - pad[1] + kx == x
                                            : y * stride[0] - pad[0] + ky * dilation[0] == iy &&
                                                  x * stride[1] - pad[1] + kx * dilation[1] == ix;
            for (std::int32_t k = 0; meets && k < group_depth(); ++k)
              s += value(n, iy, ix, channel(o, k)) * weight(o, ky, kx, k);
          }
        }
      }
    }
    return s;
  }

  double factor(std::int32_t o) const {
    const float w = filter_scales[per_channel ? size(o) : 0];
    const bool in_float =
        type == tensor_type::uint8 || (code == builtin::fully_connected && !per_channel);
    const float product = input_scale * w;
    return (in_float ? double{product} : double{input_scale} * double{w}) / double{output_scale};
  }

  bool contract_c() const {
    if (type != tensor_type::int16) return false;
    if (has_bias) return bias_type == tensor_type::int64;
    return code == builtin::depthwise_conv_2d || code == builtin::transpose_conv;
  }

  std::vector<std::int32_t> expected() const {
    std::vector<std::int32_t> codes;
    const code_range r = range_of(type);
    for (std::int32_t n = 0; n < batch; ++n)
      for (std::int32_t y = 0; y < out[0]; ++y)
        for (std::int32_t x = 0; x < out[1]; ++x)
          for (std::int32_t o = 0; o < channels; ++o) {
            const std::int64_t s = sum(n, y, x, o);
            const int128 scaled =
                output_zero + (contract_c() ? int128{octet_test::times_c(s, factor(o))}
                                            : octet_test::times_a(s, factor(o)));
            codes.push_back(scaled < r.low    ? r.low
                            : scaled > r.high ? r.high
                                              : static_cast<std::int32_t>(scaled));
          }
    return codes;
  }

  one_operator_model model() const {
    const bool flat = code == builtin::fully_connected;
    model_tensor x{type, {batch, in[0], in[1], depth}, {input_scale}, {input_zero}, {}};
    model_tensor y{type, {batch, out[0], out[1], channels}, {output_scale}, {output_zero}, {}};
    model_tensor w{weight_type,
                   depthwise() ? std::vector{1, taps[0], taps[1], channels}
                               : std::vector{channels, taps[0], taps[1], group_depth()},
                   filter_scales,
                   std::vector<std::int64_t>(filter_scales.size(), filter_zero),
                   stored(filter, weight_type),
                   depthwise() ? 3 : 0};
    if (flat) {
      x.shape = {batch, depth};
      y.shape = {batch, channels};
      w.shape = {channels, depth};
    }
    one_operator_model m{.code = code};
    if (transposed()) {
      model_tensor shape{tensor_type::int32, {4}, {}, {}, {}};
      m.tensors = {shape, w, x};
    } else {
      m.tensors = {x, w};
    }
    if (has_bias) {
      model_tensor b{bias_type, {channels}, {}, {}, {}};
      const std::vector<std::int32_t> narrow(bias.begin(), bias.end());
      b.data = bias_type == tensor_type::int64 ? octet_test::bytes_of(bias)
                                               : octet_test::bytes_of(narrow);
      m.tensors.push_back(b);
    }
    m.tensors.push_back(y);
    // Padding and strides have the same fields in all three operators with windows.
    namespace f = octet::field;
    if (!flat) {
      m.option(f::conv_2d::padding, static_cast<std::int8_t>(same ? 0 : 1));
      m.option(f::conv_2d::stride_h, stride[0]).option(f::conv_2d::stride_w, stride[1]);
    }
    if (code == builtin::conv_2d)
      m.option(f::conv_2d::dilation_h, dilation[0]).option(f::conv_2d::dilation_w, dilation[1]);
    if (depthwise())
      m.option(f::depthwise_conv_2d::dilation_h, dilation[0])
          .option(f::depthwise_conv_2d::dilation_w, dilation[1]);
    return m;
  }

  std::vector<std::vector<std::uint8_t>> inputs() const {
    if (!transposed()) return {stored(input, type)};
    return {std::vector<std::uint8_t>(16, 0xa5), stored(input, type)};  // the shape holds junk
  }
};

void check(builtin code, tensor_type activations, tensor_type weights, std::uint32_t seed) {
  dice d(seed);
  for (int i = 0; i < 150; ++i) {
    const weighted_case c(d, code, activations, weights);
    CAPTURE(i);
    CAPTURE(name_of(code));
    CAPTURE(name_of(activations));
    CAPTURE(name_of(weights));
    const auto got = octet_test::run_model<weighted_ops>(c.model(), c.inputs());
    REQUIRE(got.has_value());
    CHECK(*got == stored(c.expected(), activations));
  }
}

std::uint64_t bound_of(const one_operator_model& m) {
  const auto file = m.file();
  const auto graph = octet::graph::open(file);
  REQUIRE(graph.has_value());
  return ops::accumulator_bound(*graph, graph->node(0));
}

}  // namespace

TEST_CASE("operators with weights: every type against sums in 128 bits") {
  std::uint32_t seed = 1;
  for (const builtin code : {builtin::conv_2d, builtin::depthwise_conv_2d, builtin::fully_connected,
                             builtin::transpose_conv}) {
    check(code, tensor_type::int8, tensor_type::int8, seed++);
    check(code, tensor_type::int16, tensor_type::int8, seed++);
    check(code, tensor_type::uint8, tensor_type::uint8, seed++);
    if (code == builtin::transpose_conv) continue;
    check(code, tensor_type::int8, tensor_type::int4, seed++);
  }
}

TEST_CASE("at the edge of int32 the accumulator changes, and the codes stay exact") {
  // 255 * 127 and what is missing to 2^31 - 1, then one more, at both ends.
  constexpr std::int64_t product = 255 * 127;
  for (const std::int32_t sign : {1, -1}) {
    for (const std::int64_t past : {-1, 0, 1, 2}) {
      const std::int64_t bias = (std::numeric_limits<std::int32_t>::max() - product + past) * sign;
      one_operator_model m{
          .code = builtin::fully_connected,
          .tensors = {
              {tensor_type::int8, {1, 1}, {1.0F}, {-128}, {}},
              {tensor_type::int8, {1, 1}, {1.0F}, {0}, {static_cast<std::uint8_t>(sign * 127)}},
              {tensor_type::int32,
               {1},
               {},
               {},
               octet_test::bytes_of(std::vector{static_cast<std::int32_t>(bias)})},
              {tensor_type::int8, {1, 1}, {0x1p25F}, {0}, {}}}};
      CHECK(bound_of(m) ==
            static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max() + past));
      const auto file = m.file();
      const auto need = octet::arena_size(weighted_ops{}, file);
      REQUIRE(need.has_value());
      const auto got = octet_test::run_model<weighted_ops>(m, {{127}});
      REQUIRE(got.has_value());
      const int128 exact = octet_test::times_a(bias + sign * product, 0x1p-25);
      CHECK(static_cast<std::int8_t>((*got)[0]) == static_cast<std::int32_t>(exact));
      CHECK(static_cast<std::int8_t>((*got)[0]) == 64 * sign);
    }
  }
}

TEST_CASE("the bound is the largest over the channels, and reached") {
  // |3| + |-4| = 7 and |-8| + |7| = 15, times 255; the biases -5 and 6
  const std::vector<std::uint8_t> codes{0xc3, 0x78};
  one_operator_model m{
      .code = builtin::fully_connected,
      .tensors = {{tensor_type::int8, {1, 2}, {1.0F}, {127}, {}},
                  {tensor_type::int4, {2, 2}, {1.0F}, {0}, codes},
                  {tensor_type::int32, {2}, {}, {}, octet_test::bytes_of(std::vector{-5, 6})},
                  {tensor_type::int8, {1, 2}, {1.0F}, {0}, {}}}};
  CHECK(bound_of(m) == 15 * 255 + 6);
  m.tensors[0].zero_points = {0};
  CHECK(bound_of(m) == 15 * 128 + 6);
  m.tensors.erase(m.tensors.begin() + 2);
  CHECK(bound_of(m) == 15 * 128);
}

TEST_CASE("operators with weights refuse what they have no kernel for") {
  dice d(99);
  const auto spoiled = [&](tensor_type activations, tensor_type weights, auto&& spoil) {
    weighted_case c(d, builtin::conv_2d, activations, weights);
    while (!c.has_bias) c = weighted_case(d, builtin::conv_2d, activations, weights);
    one_operator_model m = c.model();
    spoil(m);
    const auto file = m.file();
    return octet::arena_size(weighted_ops{}, file).error();
  };
  const auto types = [&](tensor_type activations, tensor_type weights) {
    return spoiled(activations, weights, [](auto&) {});
  };
  CHECK(types(tensor_type::int16, tensor_type::uint8).code == errc::unsupported_type);
  CHECK(types(tensor_type::int16, tensor_type::uint8).tensor == 1);
  CHECK(types(tensor_type::uint8, tensor_type::int8).tensor == 1);
  CHECK(types(tensor_type::int16, tensor_type::int4).code == errc::unsupported_type);
  CHECK(types(tensor_type::int8, tensor_type::int8).code == errc::ok);
  CHECK(spoiled(tensor_type::uint8, tensor_type::uint8, [](auto& m) {
          m.tensors[1].scales.assign(2, 1.0F);
          m.tensors[1].zero_points.assign(2, 3);
        }).code == errc::missing_quantization);
  CHECK(spoiled(tensor_type::int16, tensor_type::int8, [](auto& m) {
          const auto n = static_cast<std::size_t>(m.tensors[2].shape[0]);
          m.tensors[2].type = tensor_type::int64;
          m.tensors[2].data =
              octet_test::bytes_of(std::vector<std::int64_t>(n, std::int64_t{1} << 60));
        }).code == errc::accumulator_overflow);
  CHECK(spoiled(tensor_type::int16, tensor_type::int8, [](auto& m) {
          const auto n = static_cast<std::size_t>(m.tensors[2].shape[0]);
          m.tensors[2].type = tensor_type::int64;
          m.tensors[2].data = octet_test::bytes_of(
              std::vector<std::int64_t>(n, std::numeric_limits<std::int64_t>::min()));
        }).code == errc::accumulator_overflow);
}
