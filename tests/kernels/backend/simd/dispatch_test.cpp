// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The choice of a SIMD target, and the formulas by which accumulators become codes.
#include "octet/kernels/backend/simd/select.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "octet/kernels/backend/simd/panel.hpp"
#include "octet/kernels/backend/simd/product.hpp"
#include "support/simd_case.hpp"

using octet::simd_contract;
using octet::simd_target;

TEST_CASE("names and targets correspond") {
  for (const std::string_view name : octet::simd_target_names) {
    REQUIRE(octet::simd_target_named(name));
    CHECK(octet::name_of(*octet::simd_target_named(name)) == name);
  }
  CHECK(!octet::simd_target_named("avx1024"));
}

TEST_CASE("every machine has the portable target, and a table says whose it is") {
  CHECK(octet::has_target(simd_target::portable));
  for (const simd_target target : octet_test::simd_targets()) {
    CHECK(octet::kernels_of(target).target == target);
  }
}

TEST_CASE("OCTET_TARGET forces a target that the machine has; others it leaves to the machine") {
  unsetenv("OCTET_TARGET");
  const simd_target best = octet::best_target();
  for (const simd_target target : octet_test::simd_targets()) {
    CHECK(static_cast<int>(target) <= static_cast<int>(best));
    setenv("OCTET_TARGET", octet::name_of(target).data(), 1);
    CHECK(octet::best_target() == target);
  }
  setenv("OCTET_TARGET", "avx1024", 1);
  CHECK(octet::best_target() == best);
  unsetenv("OCTET_TARGET");
}

namespace {

/// Accumulators that are nothing but biases, each with its own multiplier.
struct bias_case {
  simd_contract contract;
  std::int32_t rows;
  std::vector<octet::multiplier> multipliers{};
  std::vector<std::int32_t> biases{};
  octet::requantization requantize{};

  /// The codes of a product of zeros on a target.
  template <class T>
  std::vector<T> on(octet::simd_target target) const {
    const octet::simd_kernels& kernels = octet::kernels_of(target);
    const auto outputs = static_cast<std::int32_t>(biases.size());
    const octet::simd_image image{.width = rows,
                                  .channels = 4,
                                  .outputs = outputs,
                                  .window = {.y = {.output = 1}, .x = {.output = rows}}};
    octet::product_plan plan = octet::product_plan::make(image, kernels.form, contract);
    plan.rounding = kernels.rounding;
    std::vector<std::uint8_t> packed(plan.packed_bytes()), scratch(plan.scratch_bytes());
    const std::vector<std::int8_t> filter(biases.size() * 4);
    REQUIRE(octet::pack_filter(plan, filter.data(),
                               octet::elements<const std::int32_t>(biases.data()), requantize, 0,
                               packed));
    const std::vector<T> input(static_cast<std::size_t>(rows) * 4, T{1});
    std::vector<T> output(static_cast<std::size_t>(rows) * biases.size());
    const octet::simd_tensors<T> tensors{input.data(), output.data(), 0, &requantize};
    octet::run_product(kernels, plan, tensors, packed, scratch);
    return output;
  }

  template <class T>
  void check() const {
    for (const octet::simd_target target : octet_test::simd_targets()) {
      CAPTURE(std::string(octet::name_of(target)));
      const std::vector<T> codes = on<T>(target);
      for (std::size_t i = 0; i < codes.size(); ++i) {
        const std::size_t channel = i % biases.size();
        const octet::multiplier m = multipliers[channel];
        CAPTURE(biases[channel]);
        CAPTURE(m.mantissa);
        CAPTURE(m.shift);
        REQUIRE(codes[i] == octet::literal_code(biases[channel], m, requantize, contract));
      }
    }
  }
};

}  // namespace

TEST_CASE("accumulators of any size become the contract's own codes on every target") {
  std::mt19937_64 random(31);
  const auto some = [&](std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  for (int i = 0; i < 900; ++i) {
    const auto contract = static_cast<simd_contract>(i % 3);
    const bool wide = contract == simd_contract::int16_by_int8;
    bias_case c{.contract = contract, .rows = static_cast<std::int32_t>(some(1, 9))};
    // A whole panel of one kind takes another way than one that holds an exception.
    const std::int64_t least_shift = some(-22, -1), largest_shift = some(least_shift, 0);
    const bool powers_of_two = some(0, 7) == 0;
    for (std::int64_t channel = some(1, 70); channel > 0; --channel) {
      const auto shift = static_cast<std::int32_t>(some(least_shift, largest_shift));
      const auto mantissa =
          static_cast<std::int32_t>(powers_of_two       ? std::int64_t{1} << 30
                                    : channel % 23 == 0 ? 0x7fffffff
                                    : channel % 31 == 0 ? 0
                                                        : some(std::int64_t{1} << 30, 0x7fffffff));
      // Near a tie of the output more often than chance would have it, and at the ends.
      const std::int64_t unit = (std::int64_t{1} << (31 - shift)) / std::max(mantissa, 1);
      const std::int64_t tie = unit * some(-200, 200) + unit / 2 + some(-2, 2);
      const std::int64_t end = (1 << 30) - 1;
      const std::int64_t x = channel % 5 == 0    ? some(-end, end)
                             : channel % 29 == 0 ? (i % 2 == 0 ? end : -end)
                                                 : std::clamp(tie, -end, end);
      c.multipliers.push_back({mantissa, shift});
      c.biases.push_back(static_cast<std::int32_t>(x));
    }
    const bool ranged = some(0, 2) == 0;  // as after a fused activation
    c.requantize = {.multipliers = c.multipliers.data(),
                    .zero_point = static_cast<std::int32_t>(wide ? 0 : some(-128, 127)),
                    .clamp = {wide     ? -32768
                              : ranged ? -100
                                       : -128,
                              wide ? 32767 : 127}};
    wide ? c.check<std::int16_t>() : c.check<std::int8_t>();
  }
}
