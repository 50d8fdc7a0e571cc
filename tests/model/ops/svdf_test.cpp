// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SVDF in a model: its state from run to run, its scales, and what it refuses.
#include "octet/model/ops/svdf.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "support/one_operator_model.hpp"
#include "support/running_model.hpp"

using octet::errc;
using octet::tensor_type;
using octet_test::bytes_of;
using octet_test::int8_tensor;
using octet_test::model_tensor;
using octet_test::one_operator_model;

namespace {

using svdf_ops = octet::op_list<octet::ops::svdf<std::int8_t>, octet::ops::svdf<std::int16_t>>;

/// Two units of rank 1, three inputs, two steps of memory, all scales 1. The first unit is
/// x0 + 2 * the x0 before, the second x1 + x2 and 10.
template <class State>
one_operator_model small_svdf(std::int64_t state_zero) {
  const tensor_type type = octet::type_of<State>;
  one_operator_model m{
      .code = octet::builtin::svdf,
      .tensors = {int8_tensor({1, 3}),
                  {tensor_type::int8, {2, 3}, {1}, {0}, bytes_of<std::int8_t>({1, 0, 0, 0, 1, 1})},
                  {type, {2, 2}, {1}, {0}, bytes_of<State>({2, 1, 0, 1})},
                  {tensor_type::int32, {2}, {1}, {0}, bytes_of<std::int32_t>({0, 10})},
                  {.type = type,
                   .shape = {1, 4},
                   .scales = {1},
                   .zero_points = {state_zero},
                   .is_variable = true},
                  int8_tensor({1, 2})}};
  m.option(octet::field::svdf::rank, std::int32_t{1});
  m.option(octet::field::svdf::activation, std::int8_t{1});
  return m;
}

errc error_with(const std::function<void(one_operator_model&)>& change) {
  one_operator_model m = small_svdf<std::int16_t>(0);
  change(m);
  return octet_test::load_error<svdf_ops>(m);
}

template <class State>
void check_memory(std::int64_t state_zero) {
  using codes = std::vector<std::int8_t>;
  const octet_test::running_model<svdf_ops> m(small_svdf<State>(state_zero));
  CHECK(m.run(codes{5, 1, 2}) == codes{5, 13});
  CHECK(m.run(codes{7, -1, 0}) == codes{7 + 10, 9});
  CHECK(m.run(codes{0, 0, 0}) == codes{14, 10});
  m.reset();
  CHECK(m.run(codes{1, 0, 0}) == codes{1, 10});
}

}  // namespace

TEST_CASE("svdf remembers until it is reset") {
  check_memory<std::int16_t>(0);
  check_memory<std::int8_t>(0);
  check_memory<std::int8_t>(-50);
}

TEST_CASE("svdf does without a bias, and takes scales and zero points into account") {
  one_operator_model m = small_svdf<std::int16_t>(0);
  m.tensors[3].is_absent = true;
  m.tensors[0].zero_points = {-3};
  m.tensors[1].scales = {0.5F};
  m.tensors[2].scales = {4};
  m.tensors[5].scales = {2};
  m.tensors[5].zero_points = {1};
  // The state has half the value of the input; it counts 4 / 2 in the output.
  CHECK(octet_test::running_model<svdf_ops>(m).run(std::vector<std::int8_t>{5, 1, 2}) ==
        std::vector<std::int8_t>{1 + 8, 1 + 10});
}

TEST_CASE("svdf refuses what it cannot run") {
  using model = one_operator_model;
  CHECK(error_with([](model&) {}) == errc::ok);
  const auto rank = [](std::int32_t value) {
    return error_with([&](model& m) { m.option(octet::field::svdf::rank, value); });
  };
  CHECK(rank(0) == errc::bad_option);
  CHECK(rank(-1) == errc::bad_option);
  CHECK(rank(1 << 30) == errc::bad_option);
  CHECK(rank(3) == errc::shape_mismatch);
  CHECK(rank(2) == errc::shape_mismatch);  // one unit, but two biases
  const auto activation = [](std::int8_t value) {
    return error_with([&](model& m) { m.option(octet::field::svdf::activation, value); });
  };
  CHECK(activation(6) == errc::bad_option);
  CHECK(activation(4) == errc::unsupported_option);
  CHECK(error_with([](model& m) { m.tensors[4].is_variable = false; }) == errc::variable_expected);
  CHECK(error_with([](model& m) { m.tensors[4].data.resize(8); }) == errc::variable_expected);
  CHECK(error_with([](model& m) { m.tensors[4].shape = {1, 5}; }) == errc::shape_mismatch);
  CHECK(error_with([](model& m) { m.tensors[4].zero_points = {1}; }) == errc::bad_zero_point);
  CHECK(error_with([](model& m) { m.tensors[4].type = tensor_type::int8; }) ==
        errc::unsupported_type);
  CHECK(error_with([](model& m) { m.tensors[4].scales.clear(); }) == errc::missing_quantization);
  CHECK(error_with([](model& m) { m.tensors[0].shape = {3}; }) == errc::shape_mismatch);
  CHECK(error_with([](model& m) { m.tensors[0].shape = {1, 4}; }) == errc::shape_mismatch);
  CHECK(error_with([](model& m) { m.tensors[0].type = tensor_type::uint8; }) ==
        errc::unsupported_type);
  CHECK(error_with([](model& m) { m.tensors[1].shape = {3, 2}; }) == errc::shape_mismatch);
  CHECK(error_with([](model& m) { m.tensors[1].data.clear(); }) == errc::constant_expected);
  CHECK(error_with([](model& m) { m.tensors[1].zero_points = {1}; }) == errc::bad_zero_point);
  CHECK(error_with([](model& m) { m.tensors[2].shape = {4, 1}; }) == errc::shape_mismatch);
  CHECK(error_with([](model& m) {
          m.tensors[2].type = tensor_type::uint8;
          m.tensors[2].data.resize(4);
        }) == errc::unsupported_type);
  CHECK(error_with([](model& m) { m.tensors[2].is_absent = true; }) == errc::missing_tensor);
  CHECK(error_with([](model& m) { m.tensors[4].is_absent = true; }) == errc::missing_tensor);
  CHECK(error_with([](model& m) { m.tensors[5].shape = {2}; }) == errc::shape_mismatch);
  CHECK(error_with([](model& m) { m.tensors[5].shape = {1, 3}; }) == errc::shape_mismatch);
  CHECK(error_with([](model& m) { m.tensors[5].type = tensor_type::int16; }) ==
        errc::unsupported_type);
  CHECK(error_with([](model& m) { m.tensors.erase(m.tensors.begin() + 3); }) ==
        errc::missing_tensor);
}

TEST_CASE("svdf of real values and weights remembers until it is reset") {
  namespace f = octet::field::svdf;
  using hybrid = octet::op_list<octet::ops::svdf<float>>;
  using reals = std::vector<float>;
  // The units of small_svdf, with the weights' scales 0.5 and 2.
  one_operator_model m{
      .code = octet::builtin::svdf,
      .tensors = {
          {.type = tensor_type::float32, .shape = {1, 3}},
          {tensor_type::int8, {2, 3}, {0.5F}, {0}, bytes_of<std::int8_t>({1, 0, 0, 0, 1, 1})},
          {tensor_type::int8, {2, 2}, {2}, {0}, bytes_of<std::int8_t>({2, 1, 0, 1})},
          {.type = tensor_type::float32, .shape = {2}, .data = bytes_of<float>({0, 10})},
          {.type = tensor_type::float32, .shape = {1, 4}, .is_variable = true},
          {.type = tensor_type::float32, .shape = {1, 2}}}};
  m.option(f::rank, std::int32_t{1});
  const auto check = [&] {
    const octet_test::running_model<hybrid> svdf(m);
    CHECK(svdf.run(reals{255, 2, 0}) == reals{255, 12});
    CHECK(svdf.run(reals{0, 0, 0}) == reals{510, 10});
    svdf.reset();
    CHECK(svdf.run(reals{-255, 0, 0}) == reals{-255, 10});
  };
  m.option(f::asymmetric_quantize_inputs, std::uint8_t{1});
  check();
  m.option(f::activation, std::int8_t{1});
  CHECK(octet_test::running_model<hybrid>(m).run(reals{-255, 0, -20}) == reals{0, 0});
  m.option(f::activation, std::int8_t{0});
  m.option(f::asymmetric_quantize_inputs, std::uint8_t{0});
  m.tensors[3].is_absent = true;
  CHECK(octet_test::running_model<hybrid>(m).run(reals{254, 2, -4}) == reals{254, -2});

  const auto error = [&](auto&& change) {
    one_operator_model changed = m;
    change(changed);
    return octet_test::load_error<hybrid>(changed);
  };
  using model = one_operator_model;
  CHECK(error([](model&) {}) == errc::ok);
  CHECK(error([](model& n) { n.tensors[1].scales = {1, 1}; }) == errc::missing_quantization);
  CHECK(error([](model& n) { n.tensors[1].zero_points = {1}; }) == errc::bad_zero_point);
  CHECK(error([](model& n) { n.tensors[2].scales.clear(); }) == errc::missing_quantization);
  CHECK(error([](model& n) { n.tensors[1].data.clear(); }) == errc::constant_expected);
  CHECK(error([](model& n) { n.tensors[2].data.clear(); }) == errc::constant_expected);
  CHECK(error([](model& n) { n.tensors[4].is_variable = false; }) == errc::variable_expected);
  CHECK(error([](model& n) { n.tensors[4].type = tensor_type::int16; }) == errc::unsupported_type);
  CHECK(error([](model& n) { n.tensors[5].shape = {1, 3}; }) == errc::shape_mismatch);
}
