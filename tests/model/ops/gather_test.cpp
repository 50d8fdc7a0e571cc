// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// GATHER, GATHER_ND and ONE_HOT in a model.
#include "octet/model/ops/gather.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "octet/model/ops/gather_nd.hpp"
#include "octet/model/ops/one_hot.hpp"
#include "support/move_models.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;
namespace field = octet::field;

namespace {

using tested = loaded_with<octet::ops::gather, octet::ops::gather_nd, octet::ops::one_hot>;

const int_list six{1, 2, 3, 4, 5, 6};

one_operator_model gather(std::int32_t axis, std::int32_t batch_dims, int_list in, int_list index,
                          int_list out) {
  one_operator_model m{.code = builtin::gather,
                       .tensors = {int32s(in), int32s(index), int32s(out)}};
  return m.option(field::gather::axis, axis).option(field::gather::batch_dims, batch_dims);
}

}  // namespace

TEST_CASE("gather along each axis") {
  CHECK(tested::run_int32(gather(0, 0, {2, 3}, {3}, {3, 3}), {six, {1, 0, 1}}) ==
        int_list{4, 5, 6, 1, 2, 3, 4, 5, 6});
  CHECK(tested::run_int32(gather(-1, 0, {2, 3}, {2}, {2, 2}), {six, {2, 0}}) ==
        int_list{3, 1, 6, 4});
  CHECK(tested::run_int32(gather(0, 0, {6}, {2, 2}, {2, 2}), {six, {5, 4, 0, 1}}) ==
        int_list{6, 5, 1, 2});
  CHECK(tested::run_int32(gather(0, 0, {2, 3}, {}, {3}), {six, {1}}) == int_list{4, 5, 6});
  CHECK(tested::run_int32(gather(1, 1, {2, 3}, {2, 1}, {2, 1}), {six, {2, 0}}) == int_list{3, 4});
  CHECK(tested::run_int32(gather(1, -1, {2, 3}, {2, 1}, {2, 1}), {six, {2, 0}}) == int_list{3, 4});
}

TEST_CASE("gather: indices are looked at when they are there") {
  const auto m = gather(0, 0, {6}, {1}, {1});
  CHECK(tested::error(m) == errc::ok);
  CHECK(tested::run_int32(m, {six, {5}}) == int_list{6});
  CHECK(tested::run_int32(m, {six, {6}}).empty());
  CHECK(tested::run_int32(m, {six, {-1}}).empty());
}

TEST_CASE("gather refused") {
  CHECK(tested::error(gather(2, 0, {2, 3}, {2}, {2, 2})) == errc::bad_option);
  CHECK(tested::error(gather(0, 1, {2, 3}, {2}, {2, 2})) == errc::bad_option);
  CHECK(tested::error(gather(1, 2, {2, 3}, {2}, {2, 2})) == errc::bad_option);
  CHECK(tested::error(gather(1, 0, {2, 3}, {2}, {2, 3})) == errc::shape_mismatch);
  CHECK(tested::error(gather(1, 0, {2, 3}, {2}, {2, 2, 1})) == errc::shape_mismatch);
  CHECK(tested::error(gather(1, 1, {2, 3}, {3, 1}, {2, 1})) == errc::shape_mismatch);
  auto m = gather(0, 0, {6}, {1}, {1});
  m.tensors[1].type = tensor_type::int16;
  CHECK(tested::error(m) == errc::unsupported_type);
}

TEST_CASE("gather_nd") {
  const auto gather_nd = [](int_list index, int_list out) {
    return one_operator_model{.code = builtin::gather_nd,
                              .tensors = {int32s({2, 3}), int32s(index), int32s(out)}};
  };
  CHECK(tested::run_int32(gather_nd({2, 2}, {2}), {six, {0, 2, 1, 0}}) == int_list{3, 4});
  CHECK(tested::run_int32(gather_nd({1, 1}, {1, 3}), {six, {1}}) == int_list{4, 5, 6});
  CHECK(tested::run_int32(gather_nd({1, 1}, {1, 3}), {six, {2}}).empty());
  CHECK(tested::error(gather_nd({2, 3}, {2})) == errc::shape_mismatch);
  CHECK(tested::error(gather_nd({2, 2}, {3})) == errc::shape_mismatch);
  CHECK(tested::error(gather_nd({}, {2, 3})) == errc::shape_mismatch);
}

TEST_CASE("one_hot") {
  const auto one_hot = [](std::int32_t axis, std::int32_t depth, int_list out) {
    one_operator_model m{
        .code = builtin::one_hot,
        .tensors = {int32s({2}), indices({}, {depth}), int32s({}), int32s({}), int32s(out)}};
    return m.option(field::one_hot::axis, axis);
  };
  CHECK(tested::run_int32(one_hot(-1, 3, {2, 3}), {{2, 0}, {5}, {-5}}) ==
        int_list{-5, -5, 5, 5, -5, -5});
  CHECK(tested::run_int32(one_hot(0, 3, {3, 2}), {{2, 7}, {5}, {-5}}) ==
        int_list{-5, -5, -5, -5, 5, -5});
  CHECK(tested::error(one_hot(-1, 3, {3, 2})) == errc::shape_mismatch);
  CHECK(tested::error(one_hot(2, 3, {2, 3})) == errc::bad_option);
}
