// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The core floor: errors, results, elements, extents, tensors, arena.
#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <set>
#include <string_view>

#include "octet/core/arena.hpp"
#include "octet/core/elements.hpp"
#include "octet/core/errc.hpp"
#include "octet/core/extents.hpp"
#include "octet/core/result.hpp"
#include "octet/core/tensor.hpp"

using namespace octet;

TEST_CASE("every errc has a sentence of its own") {
  std::set<std::string_view> sentences;
  const int count = static_cast<int>(errc::scratch_too_small) + 1;
  for (int i = 0; i < count; ++i) sentences.insert(message(static_cast<errc>(i)));
  CHECK(sentences.size() == static_cast<std::size_t>(count));
  CHECK(sentences.count("unknown error") == 0);
  CHECK(message(static_cast<errc>(count)) == "unknown error");
}

TEST_CASE("result holds a value or an error") {
  const result<int> good = 7;
  CHECK(good.has_value());
  CHECK(*good == 7);
  CHECK(good.error().code == errc::ok);

  const result<int> bad = error{.code = errc::arena_too_small, .op_index = 3, .bytes_needed = 1000};
  CHECK_FALSE(bad);
  CHECK(bad.error().op_index == 3);
  CHECK(bad.error().bytes_needed == 1000);
  CHECK(static_cast<bool>(bad.error()));

  const result<int> code_only = errc::bad_scale;
  CHECK(code_only.error() == error{.code = errc::bad_scale});
}

/// Stores and reads back through bytes in constant evaluation, where nothing can be reinterpreted.
template <class T>
constexpr T through_bytes(T value) {
  alignas(8) std::array<std::uint8_t, 4 * sizeof(T)> memory{};
  const auto e = elements<T>::in_bytes(memory.data());
  (e + 2).store(1, value);
  const elements<const T> view = e;
  return view[3];
}
static_assert(through_bytes<std::int8_t>(-128) == -128);
static_assert(through_bytes<std::int16_t>(-12345) == -12345);
static_assert(through_bytes<std::int32_t>(std::numeric_limits<std::int32_t>::min()) ==
              std::numeric_limits<std::int32_t>::min());
static_assert(through_bytes<std::int64_t>(-5'000'000'000) == -5'000'000'000);
static_assert(through_bytes<float>(-0.1F) == -0.1F);

TEST_CASE("elements over bytes are the bytes in little endian order") {
  alignas(8) std::array<std::uint8_t, 8> memory{};
  const auto e = elements<std::int32_t>::in_bytes(memory.data());
  e.store(1, 0x01020304);
  CHECK(memory == std::array<std::uint8_t, 8>{0, 0, 0, 0, 4, 3, 2, 1});
  CHECK(e[1] == 0x01020304);
  CHECK(e.data()[1] == 0x01020304);
  CHECK_FALSE(elements<int>{});
  CHECK(static_cast<bool>(e));
}

TEST_CASE("extents are static, dynamic or both") {
  constexpr extents<2, 3> fixed;
  static_assert(fixed.count() == 6 && fixed[1] == 3);
  const extents<2, dynamic> mixed{2, 5};
  CHECK(mixed[0] == 2);
  CHECK(mixed[1] == 5);
  CHECK(mixed.count() == 10);
  CHECK(extents_4d{1, 2, 3, 0}.count() == 0);
  CHECK(extents_4d{1, 2, 3, 4} == extents_4d{1, 2, 3, 4});
  CHECK_FALSE(extents_4d{1, 2, 3, 4} == extents_4d{1, 2, 4, 3});
}

TEST_CASE("shapes of any rank") {
  const shape scalar{};
  CHECK(scalar.count() == 1);
  CHECK(scalar.as_4d() == extents_4d{1, 1, 1, 1});
  const shape s{.sizes = {2, 3, 4}, .rank = 3};
  CHECK(s.count() == 24);
  CHECK(s.product(1, 3) == 12);
  CHECK(s.product(3, 3) == 1);
  CHECK(s.as_4d() == extents_4d{1, 2, 3, 4});
}

TEST_CASE("tensor offsets are row-major") {
  const tensor<const int, extents_4d> t{.data = {}, .shape = {2, 3, 4, 5}};
  CHECK(t.at(0, 0, 0, 4) == 4);
  CHECK(t.at(0, 0, 1, 0) == 5);
  CHECK(t.at(0, 1, 0, 0) == 20);
  CHECK(t.at(1, 2, 3, 4) == 119);
  CHECK(t.count() == 120);
}

TEST_CASE("an arena measures what it would have to hold") {
  std::array<std::uint8_t, 32> memory{};
  arena real{memory};
  arena measured;
  for (const std::uint64_t bytes : {1u, 8u, 0u, 9u})
    CHECK(real.allocate(bytes) == measured.allocate(bytes));
  CHECK(real.used() == 32);
  CHECK(real.used() == measured.used());
  CHECK(real.fits());
  CHECK_FALSE(measured.fits());
  real.allocate(1);
  CHECK_FALSE(real.fits());
}
