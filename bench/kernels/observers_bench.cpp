// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of observers and of quantize, on a million floats.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "octet/convert/any_observer.hpp"
#include "octet/quant/affine.hpp"
#include "rows.hpp"

namespace octet_bench {

namespace {

constexpr std::size_t count = 1 << 20;

/// Values such as layers have: a bell around 0.
const std::vector<float>& values() {
  static const std::vector<float> all = [] {
    std::vector<float> v(count);
    std::mt19937 random(1);
    std::normal_distribution<float> bell;
    for (float& x : v) x = bell(random);
    return v;
  }();
  return all;
}

/// A fresh observer that sees all values and proposes a range.
runner observe(std::string_view name) {
  return [start = *octet::convert::observer_named(name)] {
    auto fresh = start;
    const octet::range r = std::visit(
        [](auto& o) {
          o.see(values());
          return o.range();
        },
        fresh);
    benchmark::DoNotOptimize(r);
  };
}

runner quantize_values() {
  auto codes = std::make_shared<std::vector<std::int8_t>>(count);
  return [codes] {
    octet::quantize<std::int8_t>(values(), {1.0F / 32, -3}, *codes);
    benchmark::DoNotOptimize(codes->data());
  };
}

int add_observers() {
  for (const std::string_view name : octet::convert::observer_names) {
    add_row(
        "observer/" + std::string(name), [=] { return observe(name); }, "values/s", count);
  }
  add_row("quantize_row/int8", quantize_values, "values/s", count);
  return 0;
}

const int rows = add_observers();

}  // namespace

}  // namespace octet_bench
