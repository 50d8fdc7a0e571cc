// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/any_observer.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "octet/quant/observers/observer.hpp"
#include "support/tiny_model.hpp"

namespace {

using namespace octet::convert;

octet::range range_of(any_observer observer, std::span<const std::vector<float>> batches) {
  return std::visit(
      [&](auto& o) {
        for (const auto& batch : batches) o.see(batch);
        return o.range();
      },
      observer);
}

TEST_CASE("each name has its own observer; others have none") {
  static_assert(octet::Observer<all_observers>);
  for (std::size_t i = 0; i < observer_names.size(); ++i) {
    const std::optional<any_observer> observer = observer_named(observer_names[i]);
    REQUIRE(observer);
    CHECK(observer->index() == i);
  }
  CHECK_FALSE(observer_named("median"));
  CHECK_FALSE(observer_named(""));
  CHECK(observer_named(default_observer));
}

TEST_CASE("auto sees what each observer sees alone, for either scheme and in parts") {
  octet_test::noise noise(3);
  std::vector<std::vector<float>> batches;
  for (int i = 0; i < 20; ++i) {
    batches.push_back(noise.vector(500, static_cast<float>(1 + i % 3)));
    batches.back()[7] *= 5.0f;
  }
  const std::span<const std::vector<float>> all(batches);
  for (const octet::code_limits codes :
       {octet::limits_of<octet::int8_asymmetric>, octet::limits_of<octet::int8_symmetric>}) {
    all_observers together(codes), rest(codes);
    for (const auto& batch : all.first(11)) together.see(batch);
    for (const auto& batch : all.subspan(11)) rest.see(batch);
    together.merge(rest);
    const auto ranges = together.ranges();
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      CAPTURE(observer_names[i]);
      const octet::range alone = range_of(*observer_named(observer_names[i], codes), all);
      CHECK(ranges[i].min == doctest::Approx(alone.min).epsilon(1e-6));
      CHECK(ranges[i].max == doctest::Approx(alone.max).epsilon(1e-6));
    }
    CHECK(together.count() == 10000);
    CHECK(together.range() == ranges[0]);
  }
}

TEST_CASE("auto counts what is not finite and proposes valid ranges for nothing and for zeros") {
  all_observers observer;
  for (const octet::range r : observer.ranges()) CHECK(r == octet::range{});
  observer.see(std::array{std::numeric_limits<float>::infinity(), 0.0f});
  CHECK(observer.non_finite() == 1);
  CHECK(observer.count() == 1);
  for (const octet::range r : observer.ranges()) CHECK(r == octet::range{});
}

}  // namespace
