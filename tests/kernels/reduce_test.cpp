// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Reductions against groups found by index, over any axes, empty ones too.
#include "octet/kernels/reduce.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/random_tensor.hpp"

namespace {

struct reduction {
  octet::shape shape{};
  octet::axis_set axes{};
  std::size_t outputs = 1;

  static reduction random(octet_test::random_tensor& d) {
    reduction r;
    r.shape = d.shape(d.between(0, octet::max_rank), 4);
    for (std::int32_t i = 0; i < r.shape.rank; ++i) {
      if (d.between(0, 1) == 0) r.axes.add(i);
      if (!r.axes.has(i)) r.outputs *= static_cast<std::size_t>(r.shape[i]);
    }
    return r;
  }

  /// The output that input element i belongs to.
  std::size_t output_of(std::size_t i) const {
    const auto index = octet_test::index_of(shape, i);
    std::size_t o = 0;
    for (std::int32_t axis = 0; axis < shape.rank; ++axis) {
      if (axes.has(axis)) continue;
      o = o * static_cast<std::size_t>(shape[axis]) +
          static_cast<std::size_t>(index[static_cast<std::size_t>(axis)]);
    }
    return o;
  }

  template <class Operation, class T>
  std::vector<T> actual(const std::vector<T>& in) const {
    std::vector<T> out(outputs, T{99});
    octet::reduce<Operation>(
        octet::reduce_args<T>{.input = {in.data(), shape}, .axes = axes, .output = out.data()});
    return out;
  }

  template <class T, class F>
  std::vector<T> expected(const std::vector<T>& in, T start, F f) const {
    std::vector<T> out(outputs, start);
    for (std::size_t i = 0; i < in.size(); ++i) {
      T& o = out[output_of(i)];
      o = static_cast<T>(f(o, in[i]));
    }
    return out;
  }
};

}  // namespace

TEST_CASE_TEMPLATE("reductions of codes, integers and truths", T, std::int8_t, std::uint8_t,
                   std::int16_t) {
  octet_test::random_tensor random(1);
  using limits = std::numeric_limits<T>;
  for (int round = 0; round < 500; ++round) {
    const reduction r = reduction::random(random);
    const auto codes = random.codes<T>(r.shape.count());
    CAPTURE(round);
    CHECK(r.template actual<octet::reduce_max>(codes) ==
          r.expected(codes, limits::min(), [](int a, int b) { return std::max(a, b); }));
    CHECK(r.template actual<octet::reduce_min>(codes) ==
          r.expected(codes, limits::max(), [](int a, int b) { return std::min(a, b); }));
    std::vector<std::int64_t> small(codes.size());
    for (std::int64_t& x : small) x = random.between(-3, 3);
    CHECK(r.template actual<octet::reduce_sum>(small) ==
          r.expected(small, std::int64_t{0}, [](auto a, auto b) { return a + b; }));
    // A product modulo 2^64, whatever the order.
    CHECK(r.template actual<octet::reduce_prod>(small) ==
          r.expected(small, std::int64_t{1}, [](auto a, auto b) {
            return static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b);
          }));
    std::vector<std::uint8_t> truths(codes.size());
    for (std::uint8_t& t : truths) t = static_cast<std::uint8_t>(random.between(0, 2));
    CHECK(r.template actual<octet::reduce_all>(truths) ==
          r.expected(truths, std::uint8_t{1}, [](int a, int b) { return a != 0 && b != 0; }));
    CHECK(r.template actual<octet::reduce_any>(truths) ==
          r.expected(truths, std::uint8_t{0}, [](int a, int b) { return a != 0 || b != 0; }));
  }
}

TEST_CASE("reductions of floats go through the input in order") {
  octet_test::random_tensor random(2);
  for (int round = 0; round < 300; ++round) {
    const reduction r = reduction::random(random);
    std::vector<float> in(r.shape.count());
    for (float& x : in) x = random.scale(-12, 12);
    CAPTURE(round);
    // The same float sums in the same order: to the bit.
    CHECK(r.actual<octet::reduce_sum>(in) ==
          r.expected(in, 0.0F, [](float a, float b) { return a + b; }));
    CHECK(r.actual<octet::reduce_max>(in) ==
          r.expected(in, std::numeric_limits<float>::lowest(),
                     [](float a, float b) { return std::max(a, b); }));
  }
}

static_assert([] {
  const std::array<std::int8_t, 6> in{1, -5, 3, 4, 0, 2};
  std::array<std::int8_t, 3> out{};
  octet::reduce<octet::reduce_max>(octet::reduce_args<std::int8_t>{
      .input = {in.data(), {.sizes = {2, 3, 1, 1, 1, 1}, .rank = 2}},
      .axes = {.bits = 1},
      .output = out.data()});
  return out == std::array<std::int8_t, 3>{4, 0, 3};
}());
