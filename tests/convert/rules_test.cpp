// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every operator that can be quantized, alone in a network, in every type that it has a kernel for.
#include "octet/convert/rules.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "octet/convert/compare.hpp"
#include "octet/convert/quantize.hpp"
#include "support/tflite_verifier.hpp"
#include "support/tiny_int8.hpp"

namespace {

using namespace octet::convert;
using octet::activation;
using octet::builtin;
using octet::padding;
using octet::tensor_type;
using octet_test::chain;
using shape_list = std::vector<std::int32_t>;
namespace field = octet::field;

/// A network with the operator, on an input (1,4,4,4) or what the operator needs.
struct one_operator {
  chain c{{1, 4, 4, 4}};
  const shape_list same{1, 4, 4, 4};
  std::int32_t in = c.last();

  std::int32_t ints(const shape_list& values) {
    return c.integers("ints", {static_cast<std::int32_t>(values.size())}, values);
  }
  std::int32_t reals(const shape_list& shape) { return c.weights("reals", shape, 6.0f); }
  std::int32_t axis(std::int32_t a) { return c.integers("axis", {}, {a}); }
  void unary(builtin code, const option_map& options = {}) { c.append(code, {in}, same, options); }
  void move(builtin code, const shape_list& values, const shape_list& output,
            const option_map& options = {}) {
    c.append(code, {in, ints(values)}, output, options);
  }
  /// All elements positive, for LOG and its like.
  void positive() {
    c.append(builtin::mul, {in, in}, same);
    in = c.append(builtin::add, {c.last(), c.weights("half", {1, 4, 4, 4}, 1.0f)}, same);
    for (tensor& t : c.net().tensors) {
      if (t.name.starts_with("half")) t.set_values<float>(std::vector<float>(64, 0.5f));
    }
  }
  /// Several outputs along the last axis.
  void split(builtin code, std::int32_t outputs) {
    const std::int32_t first = c.last();
    for (std::int32_t i = 1; i < outputs; ++i) {
      tensor t = c.net().at(first);
      t.name += "_" + std::to_string(i);
      c.net().nodes.back().outputs.push_back(c.net().add_tensor(t));
    }
    CHECK(c.net().nodes.back().code == code);
  }

  bool make(builtin code);
  bool make_move(builtin code);
  bool make_with_paddings(builtin code, const shape_list& output);
};

bool one_operator::make_with_paddings(builtin code, const shape_list& output) {
  const std::int32_t pads = c.integers("pads", {4, 2}, {0, 0, 1, 1, 1, 1, 0, 0});
  std::vector<std::int32_t> inputs{in, pads};
  if (code == builtin::padv2) {
    tensor value;
    value.name = "value";
    value.set_values<float>(std::vector<float>{0.25f});
    inputs.push_back(c.net().add_tensor(value));
  }
  c.append(code, inputs, output);
  return true;
}

/// Operators that move codes.
bool one_operator::make_move(builtin code) {
  using int32s = std::vector<std::int32_t>;
  switch (code) {
    case builtin::reshape:
      return move(code, {1, 8, 8}, {1, 8, 8}), true;
    case builtin::squeeze:
      return c.append(code, {in}, {4, 4, 4}, {{field::squeeze::squeeze_dims, int32s{0}}}), true;
    case builtin::expand_dims:
      return c.append(code, {in, axis(0)}, {1, 1, 4, 4, 4}), true;
    case builtin::transpose:
      return move(code, {0, 2, 1, 3}, same), true;
    case builtin::reverse_v2:
      return move(code, {1}, same), true;
    case builtin::tile:
      return move(code, {1, 2, 1, 1}, {1, 8, 4, 4}), true;
    case builtin::broadcast_to:
      return move(code, {2, 4, 4, 4}, {2, 4, 4, 4}), true;
    case builtin::gather:
      return move(code, {2, 0}, {1, 2, 4, 4}, {{field::gather::axis, 1}}), true;
    case builtin::gather_nd:
      c.append(code, {in, c.integers("where", {2, 2}, {0, 1, 0, 3})}, {2, 4, 4});
      return true;
    case builtin::slice:
      c.append(code, {in, ints({0, 1, 0, 0}), ints({1, 2, 4, 4})}, {1, 2, 4, 4});
      return true;
    case builtin::strided_slice:
      c.append(code, {in, ints({0, 0, 0, 0}), ints({1, 4, 4, 4}), ints({1, 2, 1, 1})},
               {1, 2, 4, 4});
      return true;
    case builtin::split:
      c.append(code, {axis(3), in}, {1, 4, 4, 2}, {{field::split::num_splits, 2}});
      return split(code, 2), true;
    case builtin::split_v:
      c.append(code, {in, ints({2, 2}), axis(3)}, {1, 4, 4, 2}, {{0, 2}});
      return split(code, 2), true;
    case builtin::unpack:
      c.append(code, {in}, {1, 4, 4}, {{field::unpack::num, 4}, {field::unpack::axis, 3}});
      return split(code, 4), true;
    case builtin::pack:
      c.append(code, {in, reals(same)}, {1, 4, 4, 4, 2},
               {{field::pack::values_count, 2}, {field::pack::axis, 4}});
      return true;
    case builtin::concatenation:
      c.append(code, {in, reals(same)}, {1, 4, 4, 8}, {{field::concatenation::axis, 3}});
      return true;
    case builtin::pad:
    case builtin::padv2:
    case builtin::mirror_pad:
      return make_with_paddings(code, {1, 6, 6, 4});
    case builtin::space_to_depth:
      return c.append(code, {in}, {1, 2, 2, 16}, {{field::space_to_depth::block_size, 2}}), true;
    case builtin::depth_to_space:
      return c.append(code, {in}, {1, 8, 8, 1}, {{field::depth_to_space::block_size, 2}}), true;
    case builtin::space_to_batch_nd:
      c.append(code, {in, ints({2, 2}), c.integers("pads", {2, 2}, {0, 0, 0, 0})}, {4, 2, 2, 4});
      return true;
    case builtin::batch_to_space_nd: {
      const std::int32_t pads = c.integers("pads", {2, 2}, {0, 0, 0, 0});
      c.append(builtin::space_to_batch_nd, {in, ints({2, 2}), pads}, {4, 2, 2, 4});
      c.append(code, {c.last(), ints({2, 2}), pads}, same);
      return true;
    }
    case builtin::select:
    case builtin::select_v2: {
      const std::int32_t condition = c.integers("condition", same, {});
      c.net().at(condition).type = tensor_type::boolean;
      for (std::uint8_t k = 0; k < 64; ++k)
        c.net().at(condition).data.push_back(k % 3 == 0 ? 1 : 0);
      c.append(code, {condition, in, reals(same)}, same);
      return true;
    }
    case builtin::resize_bilinear:
    case builtin::resize_nearest_neighbor:
      return move(code, {8, 8}, {1, 8, 8, 4}), true;
    default:
      return false;
  }
}

/// False where the test does not know the operator.
bool one_operator::make(builtin code) {
  switch (code) {
    case builtin::conv_2d:
      return c.conv_2d(3, 3, 1, padding::same, activation::relu), true;
    case builtin::depthwise_conv_2d:
      return c.depthwise_conv_2d(2, 3, 1, padding::same, activation::none), true;
    case builtin::fully_connected:
      c.flatten();
      return c.fully_connected(5, activation::none), true;
    case builtin::transpose_conv: {
      namespace f = field::transpose_conv;
      c.append(code, {ints({1, 8, 8, 3}), reals({3, 2, 2, 4}), in, reals({3})}, {1, 8, 8, 3},
               {{f::stride_w, 2}, {f::stride_h, 2}, {f::padding, std::int8_t{1}}});
      return true;
    }
    case builtin::average_pool_2d:
    case builtin::max_pool_2d:
      return c.pool_2d(code, 2), true;
    case builtin::add:
    case builtin::sub:
    case builtin::mul:
    case builtin::maximum:
    case builtin::minimum:
    case builtin::squared_difference:
      return c.append(code, {in, reals(same)}, same), true;
    case builtin::div: {
      const std::int32_t dividend = in;
      positive();
      return c.append(code, {dividend, in}, same), true;
    }
    case builtin::batch_matmul:
      return c.append(code, {in, reals({1, 4, 4, 3})}, {1, 4, 4, 3}), true;
    case builtin::prelu:
      return c.append(code, {in, reals({1, 1, 4})}, same), true;
    case builtin::leaky_relu:
      return unary(code, {{field::leaky_relu::alpha, 0.2f}}), true;
    case builtin::softmax:
      return unary(code, {{field::softmax::beta, 1.0f}}), true;
    case builtin::mean:
    case builtin::sum:
    case builtin::reduce_max:
    case builtin::reduce_min:
      return move(code, {1, 2}, {1, 4}), true;
    case builtin::log:
    case builtin::sqrt:
    case builtin::rsqrt:
      positive();
      return unary(code), true;
    case builtin::abs:
    case builtin::elu:
    case builtin::exp:
    case builtin::gelu:
    case builtin::hard_swish:
    case builtin::l2_normalization:
    case builtin::log_softmax:
    case builtin::logistic:
    case builtin::relu:
    case builtin::relu6:
    case builtin::relu_0_to_1:
    case builtin::relu_n1_to_1:
    case builtin::tanh:
      return unary(code), true;
    default:
      return make_move(code);
  }
}

quantize_settings settings_for(tensor_type type) {
  quantize_settings s;
  if (type == tensor_type::int16) s.mode = quantize_mode::int16x8;
  if (type == tensor_type::uint8) s.common.scheme = quantize_scheme::ua_ua;
  return s;
}

/// SQNR in dB over all outputs.
double quantized_sqnr(const network& net, tensor_type type) {
  const auto samples = octet_test::tiny_samples(20, net.at(net.inputs[0]).count());
  const network q = quantize(net, octet_test::ranges_on(net, samples), settings_for(type));
  const std::vector<std::uint8_t> file = write_network(q);
  CHECK(octet_test::verify_tflite(file));
  executor a(write_network(net)), b(file);
  signal_sums sums;
  for (const auto& sample : samples) {
    a.run(sample);
    b.run(sample);
    for (std::size_t i = 0; i < net.outputs.size(); ++i) {
      const std::span<const float> x = a.output(i);
      sums.see(std::vector<float>(x.begin(), x.end()), b.output(i));
    }
  }
  return sums.sqnr();
}

bool gives_real_values(builtin code) {
  return code != builtin::arg_max && code != builtin::arg_min && code != builtin::equal &&
         code != builtin::not_equal && code != builtin::less && code != builtin::less_equal &&
         code != builtin::greater && code != builtin::greater_equal;
}

constexpr tensor_type integer_types[] = {tensor_type::int8, tensor_type::uint8, tensor_type::int16};

}  // namespace

TEST_CASE("each operator alone comes near its float result in each type") {
  for (const operator_rule& rule : operator_rules) {
    if (!gives_real_values(rule.code)) continue;
    CAPTURE(name_of(rule.code));
    one_operator one;
    REQUIRE(one.make(rule.code));
    network net = one.c.finish();
    net.outputs = net.nodes.back().outputs;
    for (const tensor_type type : integer_types) {
      CAPTURE(name_of(type));
      if (rule.version(type) == 0) continue;
      double sqnr = 0.0;
      CHECK_NOTHROW(sqnr = quantized_sqnr(net, type));
      CHECK(sqnr > (type == tensor_type::int16 && rule.rule != quantize_rule::weighted ? 45 : 28));
    }
  }
}

TEST_CASE("the rules know of exactly the kernels that there are") {
  for (const operator_rule& rule : operator_rules) {
    CAPTURE(name_of(rule.code));
    for (const tensor_type type : integer_types) {
      CAPTURE(name_of(type));
      const bool has_kernel = std::ranges::any_of(executor_kernels(), [&](const auto& kernel) {
        return kernel.code == rule.code &&
               (kernel.types.input == type || kernel.types.input == octet::every_type);
      });
      CHECK(has_kernel == (rule.version(type) != 0));
    }
  }
}

TEST_CASE("each operator is there once, in the order of its name") {
  CHECK(std::ranges::adjacent_find(operator_rules, [](const auto& a, const auto& b) {
          return name_of(a.code) >= name_of(b.code);
        }) == operator_rules.end());
}

TEST_CASE("inputs and the output of a concatenation share parameters") {
  chain c({1, 4});
  const std::int32_t input = c.last();
  const std::int32_t left = c.fully_connected(4, activation::none);
  c.append(builtin::fully_connected, {input, c.weights("w", {4, 4}, 0.2f), octet::no_tensor},
           {1, 4});
  const std::int32_t right = c.last();
  c.append(builtin::concatenation, {left, right}, {1, 8}, {{field::concatenation::axis, 1}});
  c.append(builtin::reshape, {c.last(), c.integers("to", {2}, {2, 4})}, {2, 4});
  const network net = c.finish();
  const network q = quantize(net, octet_test::ranges_on(net, octet_test::tiny_samples(20, 4)));
  CHECK(q.nodes.size() == net.nodes.size());
  for (const std::int32_t t : {right, net.nodes[2].outputs[0], net.nodes[3].outputs[0]})
    CHECK(q.at(t).quantization == q.at(left).quantization);
  CHECK(quantized_sqnr(net, tensor_type::int8) > 30);
}

TEST_CASE("an input with parameters of its specification is requantized on its way") {
  chain c({1, 4});
  const std::int32_t input = c.last();
  const std::int32_t left = c.append(builtin::logistic, {input}, {1, 4});
  const std::int32_t right = c.append(builtin::relu, {input}, {1, 4});
  c.append(builtin::concatenation, {left, right}, {1, 8}, {{field::concatenation::axis, 1}});
  network net = c.finish();
  const network q = quantize(net, octet_test::ranges_on(net, octet_test::tiny_samples(20, 4)));
  REQUIRE(q.nodes.size() == net.nodes.size() + 1);
  CHECK(q.nodes[2].code == builtin::quantize);
  CHECK(q.at(left).quantization.scales[0] == 1.0f / 256);
  CHECK(q.at(q.nodes[3].inputs[0]).quantization == q.at(right).quantization);
  for (const tensor_type type : integer_types) CHECK(quantized_sqnr(net, type) > 30);
  // Two of a kind need nothing.
  net.nodes[1] = make_node(builtin::logistic, {input}, {right});
  const network both = quantize(net, octet_test::ranges_on(net, octet_test::tiny_samples(20, 4)));
  CHECK(both.nodes.size() == net.nodes.size());
  CHECK(both.at(both.outputs[0]).quantization == both.at(left).quantization);
}
