// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The float operators in models of one operator: what load accepts and refuses, and that the
// options arrive.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/convert/executor.hpp"
#include "octet/model/interpreter.hpp"
#include "support/one_operator_model.hpp"

using octet::builtin;
using octet::errc;
using octet_test::bytes_of;
using octet_test::model_tensor;
using octet_test::one_operator_model;

namespace {

namespace field = octet::field;
using values = std::vector<float>;

model_tensor floats(std::vector<std::int32_t> shape, const values& data = {}) {
  return {octet::tensor_type::float32, std::move(shape), {}, {}, bytes_of(data)};
}

model_tensor integers(std::vector<std::int32_t> shape, const std::vector<std::int32_t>& data) {
  return {octet::tensor_type::int32, std::move(shape), {}, {}, bytes_of(data)};
}

errc error_of(const one_operator_model& model) {
  const std::vector<std::uint8_t> file = model.file();
  const auto graph = octet::graph::open(file);
  return graph ? octet::convert::executor_arena_size(*graph).error().code : graph.error().code;
}

values outputs_of(const one_operator_model& model, const std::vector<values>& inputs) {
  octet::convert::executor loaded(model.file());
  values sample;
  for (const values& v : inputs) sample.insert(sample.end(), v.begin(), v.end());
  loaded.run(sample);
  const auto output = loaded.output(0);
  return {output.begin(), output.end()};
}

/// 1x1 windows over a (1,2,2,2) image with valid padding.
one_operator_model conv_2d_model() {
  one_operator_model m{builtin::conv_2d,
                       {floats({1, 2, 2, 2}), floats({1, 1, 1, 2}, {1.0F, -2.0F}),
                        floats({1}, {0.5F}), floats({1, 2, 2, 1})}};
  return m.option(field::conv_2d::padding, std::int8_t{1})
      .option(field::conv_2d::stride_w, 1)
      .option(field::conv_2d::stride_h, 1);
}

one_operator_model pool_2d_model(builtin code) {
  one_operator_model m{code, {floats({1, 2, 4, 1}), floats({1, 1, 2, 1})}};
  return m.option(field::pool_2d::padding, std::int8_t{1})
      .option(field::pool_2d::stride_w, 2)
      .option(field::pool_2d::stride_h, 2)
      .option(field::pool_2d::filter_w, 2)
      .option(field::pool_2d::filter_h, 2);
}

one_operator_model fully_connected_model() {
  return {builtin::fully_connected,
          {floats({2, 2}), floats({3, 2}, {1, 0, 0, 1, 1, 1}), floats({2, 3})}};
}

one_operator_model mean_model() {
  return {builtin::mean, {floats({1, 2, 2, 1}), integers({2}, {1, -2}), floats({1, 1})}};
}

one_operator_model pad_model() {
  return {builtin::pad, {floats({1, 2}), integers({2, 2}, {1, 0, 0, 2}), floats({2, 4})}};
}

}  // namespace

TEST_CASE("float conv_2d in a model") {
  one_operator_model m = conv_2d_model();
  const values image{1, 0, 2, 1, 3, 2, 4, 0};
  CHECK(outputs_of(m, {image}) == values{1.5F, 0.5F, -0.5F, 4.5F});
  m.option(field::conv_2d::activation, std::int8_t{1});
  CHECK(outputs_of(m, {image}) == values{1.5F, 0.5F, 0.0F, 4.5F});

  m.option(field::conv_2d::activation, std::int8_t{4});
  CHECK(error_of(m) == errc::unsupported_option);
  m = conv_2d_model();
  m.tensors[1].data.clear();
  m.tensors[2].data.clear();
  CHECK(outputs_of(m, {image, {2, 1}, {-1}}) == values{1, 4, 7, 7});
  m = conv_2d_model();
  m.tensors[1] = {octet::tensor_type::uint8, {1, 1, 1, 2}, {1}, {0}, {1, 2}};
  CHECK(error_of(m) == errc::unsupported_type);
  m = conv_2d_model();
  m.tensors[2] = integers({1}, {1});
  CHECK(error_of(m) == errc::unsupported_type);
  m = conv_2d_model();
  m.tensors[2] = floats({2}, {1, 1});
  CHECK(error_of(m) == errc::shape_mismatch);
  m = conv_2d_model();
  m.tensors[3] = octet_test::int8_tensor({1, 2, 2, 1});
  CHECK(error_of(m) == errc::unsupported_type);
}

TEST_CASE("float depthwise_conv_2d in a model") {
  one_operator_model m{builtin::depthwise_conv_2d,
                       {floats({1, 1, 2, 1}), floats({1, 1, 1, 2}, {1, 10}), floats({1, 1, 2, 2})}};
  m.option(field::depthwise_conv_2d::padding, std::int8_t{1})
      .option(field::depthwise_conv_2d::stride_w, 1)
      .option(field::depthwise_conv_2d::stride_h, 1)
      .option(field::depthwise_conv_2d::activation, std::int8_t{3});
  CHECK(outputs_of(m, {{0.5F, -3.0F}}) == values{0.5F, 5.0F, 0.0F, 0.0F});
  m.tensors[1].data.clear();
  CHECK(outputs_of(m, {{0.5F, 1.0F}, {2, 4}}) == values{1, 2, 2, 4});
}

TEST_CASE("float pools in a model") {
  const values image{1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(outputs_of(pool_2d_model(builtin::max_pool_2d), {image}) == values{6.0F, 8.0F});
  one_operator_model m = pool_2d_model(builtin::average_pool_2d);
  CHECK(outputs_of(m, {image}) == values{3.5F, 5.5F});
  m.option(field::pool_2d::activation, std::int8_t{2});
  CHECK(outputs_of(m, {image}) == values{1.0F, 1.0F});
  m.tensors[1] = floats({1, 1, 1, 1});
  CHECK(error_of(m) == errc::shape_mismatch);
}

TEST_CASE("float fully_connected in a model") {
  one_operator_model m = fully_connected_model();
  CHECK(outputs_of(m, {{1, 2, 3, 4}}) == values{1, 2, 3, 3, 4, 7});
  m.option(field::fully_connected::weights_format, std::int8_t{1});
  CHECK(error_of(m) == errc::unsupported_option);
  m = fully_connected_model();
  m.tensors[1].data.clear();
  CHECK(outputs_of(m, {{1, 2, 3, 4}, {1, 1, 2, 0, 0, 2}}) == values{3, 2, 4, 7, 6, 8});
  m = fully_connected_model();
  m.tensors[2] = floats({2, 2});
  CHECK(error_of(m) == errc::shape_mismatch);
}

TEST_CASE("float fake_quant in a model") {
  one_operator_model m{builtin::fake_quant, {floats({4}), floats({4})}};
  m.option(field::fake_quant::min, -1.0F)
      .option(field::fake_quant::max, 2.0F)
      .option(field::fake_quant::num_bits, 2);
  CHECK(outputs_of(m, {{-7, 0.4F, 1.6F, 9}}) == values{-1, 0, 2, 2});
  m.option(field::fake_quant::max, 0.0F).option(field::fake_quant::narrow_range, std::uint8_t{1});
  CHECK(outputs_of(m, {{-7, -0.4F, -0.6F, 9}}) == values{-1, -0.5F, -0.5F, 0});
  m.option(field::fake_quant::num_bits, 0);
  CHECK(error_of(m) == errc::bad_option);
}

TEST_CASE("float mean in a model") {
  one_operator_model m = mean_model();
  CHECK(outputs_of(m, {{1, 2, 3, 6}}) == values{3.0F});
  m.tensors[0] = floats({1, 0, 2, 1});
  CHECK(error_of(m) == errc::shape_mismatch);
  // Nothing to compute is not the mean of nothing.
  m.tensors[0] = floats({0, 2, 2, 1});
  m.tensors[2] = floats({0, 1});
  CHECK(outputs_of(m, {{}}).empty());
  m = mean_model();
  m.tensors[2] = octet_test::int8_tensor({1, 1});
  CHECK(error_of(m) == errc::unsupported_type);
}

TEST_CASE("float add, sub and mul in a model, one input broadcast") {
  const auto model = [](builtin code, std::int8_t act) {
    one_operator_model m{code, {floats({2, 2}), floats({2}), floats({2, 2})}};
    return m.option(field::add::activation, act);
  };
  const std::vector<values> inputs{{1, 2, 3, 4}, {10, -20}};
  CHECK(outputs_of(model(builtin::add, 0), inputs) == values{11, -18, 13, -16});
  CHECK(outputs_of(model(builtin::sub, 0), inputs) == values{-9, 22, -7, 24});
  CHECK(outputs_of(model(builtin::mul, 0), inputs) == values{10, -40, 30, -80});
  CHECK(outputs_of(model(builtin::mul, 1), inputs) == values{10, 0, 30, 0});
  one_operator_model m = model(builtin::add, 0);
  m.tensors[1] = floats({3});
  CHECK(error_of(m) == errc::shape_mismatch);
  m.tensors[1] = octet_test::int8_tensor({2});
  CHECK(error_of(m) == errc::unsupported_type);
}

TEST_CASE("float softmax in a model") {
  one_operator_model m{builtin::softmax, {floats({1, 2}), floats({1, 2})}};
  m.option(field::softmax::beta, 1.0F);
  CHECK(outputs_of(m, {{3, 3}}) == values{0.5F, 0.5F});
  for (const float beta : {0.0F, -1.0F, std::numeric_limits<float>::infinity(),
                           std::numeric_limits<float>::quiet_NaN()}) {
    m.option(field::softmax::beta, beta);
    CHECK(error_of(m) == errc::bad_option);
  }
  m.option(field::softmax::beta, 1.0F);
  m.tensors[1] = floats({2, 1});
  CHECK(error_of(m) == errc::shape_mismatch);
  m.tensors = {floats({}), floats({})};
  CHECK(error_of(m) == errc::shape_mismatch);
}

TEST_CASE("float pad in a model") {
  one_operator_model m = pad_model();
  CHECK(outputs_of(m, {{1, 2}}) == values{0, 0, 0, 0, 1, 2, 0, 0});
  m.tensors[1] = {
      octet::tensor_type::int64, {2, 2}, {}, {}, bytes_of(std::vector<std::int64_t>{1, 0, 1, 1})};
  CHECK(outputs_of(m, {{1, 2}}) == values{0, 0, 0, 0, 0, 1, 2, 0});
  m.tensors[1] = integers({2, 2}, {1, 0, -1, 3});
  CHECK(error_of(m) == errc::bad_option);
  m.tensors[1] = integers({2, 2}, {1, 0, 0, 1});
  CHECK(error_of(m) == errc::shape_mismatch);
  m.tensors[1] = integers({4}, {1, 0, 0, 2});
  CHECK(error_of(m) == errc::shape_mismatch);
  m.tensors[1].data.clear();
  CHECK(error_of(m) == errc::constant_expected);
}

TEST_CASE("float elementwise operators in a model") {
  const auto model = [](builtin code) {
    return one_operator_model{code, {floats({1, 4}), floats({1, 4})}};
  };
  const values in{-1, 0, 5, 7};
  CHECK(outputs_of(model(builtin::relu), {in}) == values{0, 0, 5, 7});
  CHECK(outputs_of(model(builtin::relu6), {in}) == values{0, 0, 5, 6});
  CHECK(outputs_of(model(builtin::logistic), {in})[1] == 0.5F);
  CHECK(outputs_of(model(builtin::tanh), {in})[1] == 0.0F);
  one_operator_model m = model(builtin::relu);
  m.tensors[1] = floats({4, 1});
  CHECK(error_of(m) == errc::shape_mismatch);
  m.tensors[1] = octet_test::int8_tensor({1, 4});
  CHECK(error_of(m) == errc::unsupported_type);
}
