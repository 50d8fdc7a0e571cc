// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEPTHWISE_CONV_2D in a model: the depth multiplier, and what it refuses.
#include "octet/model/ops/depthwise_conv_2d.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "support/one_operator_model.hpp"

using octet::errc;
using octet_test::bytes_of;
using octet_test::int8_tensor;
using octet_test::load_error;
using octet_test::one_operator_model;

namespace {

namespace f = octet::field::depthwise_conv_2d;

/// One pixel of two channels, two outputs each.
one_operator_model small_conv() {
  one_operator_model m{.code = octet::builtin::depthwise_conv_2d,
                       .tensors = {int8_tensor({1, 1, 1, 2}, 1.0F, 1), int8_tensor({1, 1, 1, 4}),
                                   int8_tensor({1, 1, 1, 4})}};
  m.tensors[1].data = bytes_of<std::int8_t>({1, 2, -3, 4});
  return m.option(f::padding, std::int8_t{1}).option(f::stride_w, 1).option(f::stride_h, 1);
}

}  // namespace

TEST_CASE("depthwise_conv_2d takes the depth multiplier from the shapes") {
  const auto expected = bytes_of<std::int8_t>({6, 12, 6, -8});
  for (const std::int32_t written : {2, 0, 7}) {
    one_operator_model m = small_conv().option(f::depth_multiplier, written);
    CHECK(run_model(m, {bytes_of<std::int8_t>({7, -1})}) == expected);
  }
}

TEST_CASE("depthwise_conv_2d refuses what does not fit") {
  const auto spoiled = [](auto&& spoil) {
    one_operator_model m = small_conv();
    spoil(m);
    return load_error(m);
  };
  CHECK(spoiled([](auto& m) { m.tensors[0].shape = {1, 1, 1, 3}; }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) { m.tensors[0].shape = {1, 1, 1, 0}; }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) { m.tensors[0].shape = {1, 2, 1, 2}; }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) { m.tensors[1].shape = {2, 1, 1, 2}; }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) { m.tensors[1].shape = {1, 2, 1, 2}; }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) { m.tensors[2].shape = {1, 1, 4}; }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) { m.tensors[1].zero_points = {3}; }) == errc::bad_zero_point);
  CHECK(spoiled([](auto& m) { m.tensors[1].data.clear(); }) == errc::constant_expected);
  CHECK(spoiled([](auto& m) { m.option(f::dilation_w, 0); }) == errc::bad_option);
}
