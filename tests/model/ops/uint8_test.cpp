// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators without weights in legacy models: uint8 is int8 with every code and zero point moved up
// by 128. (The ones with weights are in weighted_test.cpp, the pools in the tests of the kernels.)
#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "octet/model/ops/average_pool_2d.hpp"
#include "octet/model/ops/max_pool_2d.hpp"
#include "octet/model/ops/softmax.hpp"
#include "support/one_operator_model.hpp"
#include "support/random_tensor.hpp"

using octet::builtin;
using octet::tensor_type;
using octet_test::one_operator_model;

namespace {

using uint8_ops =
    octet::op_list<octet::ops::softmax<std::int8_t>, octet::ops::softmax<std::uint8_t>,
                   octet::ops::max_pool_2d<std::int8_t>, octet::ops::max_pool_2d<std::uint8_t>,
                   octet::ops::average_pool_2d<std::uint8_t>>;

/// The same model with int8 tensors.
one_operator_model moved_down(one_operator_model m) {
  for (auto& t : m.tensors) {
    t.type = tensor_type::int8;
    t.zero_points[0] -= 128;
  }
  return m;
}

std::vector<std::uint8_t> flipped(std::vector<std::uint8_t> codes) {
  for (auto& c : codes) c ^= 0x80;
  return codes;
}

void check(const one_operator_model& m, const std::vector<std::uint8_t>& codes) {
  const auto unsigned_codes = octet_test::run_model<uint8_ops>(m, {codes});
  const auto signed_codes = octet_test::run_model<uint8_ops>(moved_down(m), {flipped(codes)});
  REQUIRE(unsigned_codes.has_value());
  REQUIRE(signed_codes.has_value());
  CHECK(*unsigned_codes == flipped(*signed_codes));
}

}  // namespace

TEST_CASE("softmax of uint8 codes") {
  octet_test::random_tensor random(21);
  for (int i = 0; i < 200; ++i) {
    const std::int32_t depth = random.between(1, 40);
    const std::vector<std::int32_t> shape{3, depth};
    one_operator_model m{.code = builtin::softmax,
                         .tensors = {{tensor_type::uint8, shape, {random.scale(-8, -1)}, {7}, {}},
                                     {tensor_type::uint8, shape, {1.0F / 256}, {0}, {}}}};
    m.option(octet::field::softmax::beta, 1.0F);
    CAPTURE(i);
    check(m, random.codes<std::uint8_t>(static_cast<std::size_t>(3 * depth)));
  }
}

TEST_CASE("max_pool_2d of uint8 codes, with an activation") {
  octet_test::random_tensor random(22);
  namespace f = octet::field::pool_2d;
  const octet_test::model_tensor image{tensor_type::uint8, {1, 4, 4, 2}, {0.05F}, {30}, {}};
  one_operator_model m{.code = builtin::max_pool_2d, .tensors = {image, image}};
  m.option(f::stride_h, 1).option(f::stride_w, 1).option(f::filter_h, 2).option(f::filter_w, 3);
  m.option(f::activation, std::int8_t{3});
  check(m, random.codes<std::uint8_t>(32));
}

TEST_CASE("average_pool_2d of uint8 codes rounds half up, from code 0") {
  namespace f = octet::field::pool_2d;
  one_operator_model m{.code = builtin::average_pool_2d,
                       .tensors = {{tensor_type::uint8, {1, 1, 4, 1}, {0.5F}, {128}, {}},
                                   {tensor_type::uint8, {1, 1, 2, 1}, {0.5F}, {128}, {}}}};
  m.option(f::stride_h, 1).option(f::stride_w, 2).option(f::filter_h, 1).option(f::filter_w, 2);
  m.option(f::padding, std::int8_t{1});
  const auto got = octet_test::run_model<uint8_ops>(m, {{1, 2, 255, 254}});
  CHECK(got == std::vector<std::uint8_t>{2, 255});
}
