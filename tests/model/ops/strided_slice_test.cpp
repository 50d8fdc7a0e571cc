// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// STRIDED_SLICE, SLICE and REVERSE_V2 in a model: masks and edges as the TensorFlow documentation
// has them, and what is refused.
#include "octet/model/ops/strided_slice.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "octet/model/ops/reverse_v2.hpp"
#include "octet/model/ops/slice.hpp"
#include "support/move_models.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
namespace field = octet::field::strided_slice;

namespace {

using tested = loaded_with<octet::ops::slice, octet::ops::strided_slice, octet::ops::reverse_v2>;

/// A (3,2,3) tensor of the documentation of tf.strided_slice.
const int_list documented{1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6};
const int_list ten{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

one_operator_model model(int_list in, int_list begin, int_list end, int_list strides,
                         int_list out) {
  return {.code = builtin::strided_slice,
          .tensors = {int32s(in), indices(begin), indices(end), indices(strides), int32s(out)}};
}

/// x[begin:end:stride] of 0 ... 9.
int_list slice_of_ten(std::int32_t begin, std::int32_t end, std::int32_t stride, std::int32_t size,
                      int masks = 0) {
  one_operator_model m = model({10}, {begin}, {end}, {stride}, {size});
  m.option(field::begin_mask, masks & 1).option(field::end_mask, masks >> 1);
  CHECK(tested::error(m) == errc::ok);
  return tested::run_int32(m, {ten});
}

constexpr std::int32_t lowest = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t highest = std::numeric_limits<std::int32_t>::max();

}  // namespace

TEST_CASE("strided_slice: the documented examples") {
  CHECK(tested::run_int32(model({3, 2, 3}, {1, 0, 0}, {2, 1, 3}, {1, 1, 1}, {1, 1, 3}),
                          {documented}) == int_list{3, 3, 3});
  CHECK(tested::run_int32(model({3, 2, 3}, {1, 0, 0}, {2, 2, 3}, {1, 1, 1}, {1, 2, 3}),
                          {documented}) == int_list{3, 3, 3, 4, 4, 4});
  CHECK(tested::run_int32(model({3, 2, 3}, {1, -1, 0}, {2, -3, 3}, {1, -1, 1}, {1, 2, 3}),
                          {documented}) == int_list{4, 4, 4, 3, 3, 3});
}

TEST_CASE("strided_slice: ends past the edges, backwards, masks") {
  CHECK(slice_of_ten(2, 7, 2, 3) == int_list{2, 4, 6});
  CHECK(slice_of_ten(-3, highest, 1, 3) == int_list{7, 8, 9});
  CHECK(slice_of_ten(lowest, -8, 1, 2) == int_list{0, 1});
  CHECK(slice_of_ten(7, 2, -2, 3) == int_list{7, 5, 3});
  CHECK(slice_of_ten(highest, 6, -1, 3) == int_list{9, 8, 7});
  CHECK(slice_of_ten(2, lowest, -1, 3) == int_list{2, 1, 0});
  CHECK(slice_of_ten(0, 10, highest, 1) == int_list{0});
  CHECK(slice_of_ten(9, -11, lowest, 1) == int_list{9});
  CHECK(slice_of_ten(5, 3, 1, 0).empty());
  CHECK(slice_of_ten(5, 2, 1, 2, 1) == int_list{0, 1});
  CHECK(slice_of_ten(8, 2, 1, 2, 2) == int_list{8, 9});
  CHECK(slice_of_ten(5, 7, -1, 2, 1) == int_list{9, 8});
  CHECK(slice_of_ten(1, 7, -1, 2, 2) == int_list{1, 0});
  CHECK(slice_of_ten(5, 5, -9, 2, 3) == int_list{9, 0});
}

TEST_CASE("strided_slice: axes that come and go") {
  const int_list in{0, 1, 2, 3, 4, 5};
  // x[1]
  one_operator_model m = model({2, 3}, {1}, {0}, {1}, {3});
  CHECK(tested::run_int32(m.option(field::shrink_axis_mask, 1), {in}) == int_list{3, 4, 5});
  // x[..., -1]
  m = model({2, 3}, {0, -1}, {0, 0}, {1, 1}, {2});
  m.option(field::ellipsis_mask, 1).option(field::shrink_axis_mask, 2);
  CHECK(tested::run_int32(m, {in}) == int_list{2, 5});
  // x[:, newaxis, 1:]
  m = model({2, 3}, {0, 0, 1}, {0, 0, 3}, {1, 1, 1}, {2, 1, 2});
  m.option(field::begin_mask, 1).option(field::end_mask, 1).option(field::new_axis_mask, 2);
  CHECK(tested::run_int32(m, {in}) == int_list{1, 2, 4, 5});
  // x[newaxis, ..., newaxis, ::2]: the ellipsis stands for the first axis.
  m = model({2, 3}, {0, 0, 0, 0}, {0, 0, 0, 3}, {1, 1, 1, 2}, {1, 2, 1, 2});
  m.option(field::new_axis_mask, 0b0101).option(field::ellipsis_mask, 0b0010);
  CHECK(tested::run_int32(m, {in}) == int_list{0, 2, 3, 5});
  // An ellipsis that stands for nothing.
  m = model({2, 3}, {1, 0, 1}, {2, 0, 2}, {1, 1, 1}, {1, 1});
  CHECK(tested::run_int32(m.option(field::ellipsis_mask, 0b010), {in}) == int_list{4});
  // The end counted from the begin.
  m = model({10}, {3}, {2}, {1}, {2});
  CHECK(tested::run_int32(m.option(field::offset, std::uint8_t{1}), {ten}) == int_list{3, 4});
}

TEST_CASE("strided_slice: refused") {
  const auto error = [](one_operator_model m) { return tested::error(m); };
  CHECK(error(model({10}, {0}, {2}, {0}, {2})) == errc::bad_option);
  CHECK(error(model({10}, {0}, {2}, {1}, {3})) == errc::shape_mismatch);
  CHECK(error(model({10}, {0}, {2}, {1}, {2, 1})) == errc::shape_mismatch);
  CHECK(error(model({10}, {0, 0}, {2, 1}, {1, 1}, {2})) == errc::shape_mismatch);
  CHECK(error(model({10}, {0}, {2, 1}, {1, 1}, {2})) == errc::shape_mismatch);
  one_operator_model m = model({10}, {10}, {11}, {1}, {});
  CHECK(error(m.option(field::shrink_axis_mask, 1)) == errc::bad_option);
  m = model({2, 3}, {0, 0}, {0, 0}, {1, 1}, {2, 3});
  CHECK(error(m.option(field::ellipsis_mask, 3)) == errc::bad_option);
  m = model({10}, {0}, {2}, {1}, {2});
  m.tensors[2].data.clear();
  CHECK(error(m) == errc::constant_expected);
  m = model({10}, {0}, {2}, {1}, {2});
  m.tensors[4].type = octet::tensor_type::float32;
  CHECK(error(m) == errc::unsupported_type);
}

TEST_CASE("slice") {
  const auto slice = [](int_list begin, int_list size, int_list out) {
    return one_operator_model{
        .code = builtin::slice,
        .tensors = {int32s({2, 5}), indices(begin), indices(size), int32s(out)}};
  };
  CHECK(tested::run_int32(slice({1, 2}, {1, -1}, {1, 3}), {ten}) == int_list{7, 8, 9});
  CHECK(tested::run_int32(slice({0, 1}, {2, 2}, {2, 2}), {ten}) == int_list{1, 2, 6, 7});
  CHECK(tested::error(slice({0, 5}, {2, 0}, {2, 0})) == errc::ok);
  CHECK(tested::error(slice({0, 4}, {2, 2}, {2, 2})) == errc::bad_option);
  CHECK(tested::error(slice({-1, 0}, {1, 1}, {1, 1})) == errc::bad_option);
  CHECK(tested::error(slice({0, 0}, {1, -2}, {1, 1})) == errc::bad_option);
  CHECK(tested::error(slice({0, 0}, {1, highest}, {1, 1})) == errc::bad_option);
  CHECK(tested::error(slice({0, 0}, {1, 1}, {1, 2})) == errc::shape_mismatch);
  CHECK(tested::error(slice({0}, {1}, {1, 1})) == errc::shape_mismatch);
}

TEST_CASE("slice by int64") {
  one_operator_model m{.code = builtin::slice,
                       .tensors = {int32s({10}), indices({3}), indices({2}), int32s({2})}};
  const auto wide = [](std::int64_t value) {
    return model_tensor{.type = octet::tensor_type::int64,
                        .shape = {1},
                        .data = bytes_of(std::vector<std::int64_t>{value})};
  };
  m.tensors[1] = wide(4);
  CHECK(tested::run_int32(m, {ten}) == int_list{4, 5});
  m.tensors[1] = wide((std::int64_t{1} << 32) + 4);
  CHECK(tested::error(m) == errc::bad_option);
}

TEST_CASE("reverse_v2") {
  const auto reverse = [](int_list axes) {
    return one_operator_model{.code = builtin::reverse_v2,
                              .tensors = {int32s({2, 3}), indices(axes), int32s({2, 3})}};
  };
  const int_list in{1, 2, 3, 4, 5, 6};
  CHECK(tested::run_int32(reverse({0}), {in}) == int_list{4, 5, 6, 1, 2, 3});
  CHECK(tested::run_int32(reverse({-1}), {in}) == int_list{3, 2, 1, 6, 5, 4});
  CHECK(tested::run_int32(reverse({1, 0}), {in}) == int_list{6, 5, 4, 3, 2, 1});
  CHECK(tested::error(reverse({1, -1})) == errc::bad_option);
  CHECK(tested::error(reverse({2})) == errc::bad_option);
}
