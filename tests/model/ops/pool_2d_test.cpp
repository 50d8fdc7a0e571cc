// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// AVERAGE_POOL_2D and MAX_POOL_2D in a model: windows, activations, and what they refuse.
#include "octet/model/ops/pool_2d.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "support/one_operator_model.hpp"

using octet::builtin;
using octet::errc;
using octet_test::bytes_of;
using octet_test::int8_tensor;
using octet_test::load_error;
using octet_test::one_operator_model;

namespace {

namespace f = octet::field::pool_2d;

/// Two rows of three, a window of two by two that moves by one, zeros (not counted) around it.
one_operator_model small_pool(builtin code) {
  one_operator_model m{.code = code,
                       .tensors = {int8_tensor({1, 2, 3, 1}), int8_tensor({1, 2, 3, 1})}};
  return m.option(f::padding, std::int8_t{0})
      .option(f::stride_w, 1)
      .option(f::stride_h, 1)
      .option(f::filter_w, 2)
      .option(f::filter_h, 2);
}

std::vector<std::uint8_t> pooled(const one_operator_model& m) {
  const auto out = run_model(m, {bytes_of<std::int8_t>({1, 2, 4, -3, 8, -7})});
  return out.value_or(std::vector<std::uint8_t>{});
}

std::vector<std::uint8_t> codes(const std::vector<std::int8_t>& v) { return bytes_of(v); }

}  // namespace

TEST_CASE("pools take their window from the options") {
  one_operator_model highest = small_pool(builtin::max_pool_2d);
  one_operator_model average = small_pool(builtin::average_pool_2d);
  CHECK(pooled(highest) == codes({8, 8, 4, 8, 8, -7}));
  CHECK(pooled(average) == codes({2, 2, -2, 3, 1, -7}));  // 8/4 7/4 -3/2 5/2 1/2 -7

  for (auto* m : {&highest, &average}) m->option(f::activation, std::int8_t{3});
  CHECK(pooled(highest) == codes({6, 6, 4, 6, 6, 0}));
  CHECK(pooled(average) == codes({2, 2, 0, 3, 1, 0}));

  for (auto* m : {&highest, &average}) {
    m->option(f::padding, std::int8_t{1}).option(f::stride_w, 3);
    m->tensors[1].shape = {1, 1, 1, 1};
  }
  CHECK(pooled(highest) == codes({6}));
  CHECK(pooled(average) == codes({2}));
}

TEST_CASE("pools refuse what does not fit") {
  for (const builtin code : {builtin::max_pool_2d, builtin::average_pool_2d}) {
    const auto spoiled = [&](auto&& spoil) {
      one_operator_model m = small_pool(code);
      spoil(m);
      return load_error(m);
    };
    CHECK(spoiled([](auto& m) { m.tensors[1].shape = {1, 2, 2, 1}; }) == errc::shape_mismatch);
    CHECK(spoiled([](auto& m) { m.tensors[1].shape = {1, 2, 3}; }) == errc::shape_mismatch);
    CHECK(spoiled([](auto& m) { m.tensors[1].zero_points = {1}; }) == errc::quantization_mismatch);
    CHECK(spoiled([](auto& m) { m.tensors[1].scales = {1.1F}; }) == errc::quantization_mismatch);
    CHECK(spoiled([](auto& m) { m.tensors[1].scales = {1.0F + 0x1p-23F}; }) == errc::ok);
    CHECK(spoiled([](auto& m) { m.option(f::filter_h, 0); }) == errc::bad_option);
    CHECK(spoiled([](auto& m) { m.option(f::stride_w, -1); }) == errc::bad_option);
    CHECK(spoiled([](auto& m) { m.option(f::padding, std::int8_t{2}); }) == errc::bad_option);
    CHECK(spoiled([](auto& m) { m.option(f::activation, std::int8_t{9}); }) == errc::bad_option);
    CHECK(spoiled([](auto& m) {
            m.tensors[0].shape = m.tensors[1].shape = {1, 1 << 12, 1 << 11, 1};
            m.option(f::filter_w, 1 << 11).option(f::filter_h, 1 << 12);
          }) == errc::accumulator_overflow);
  }
}
