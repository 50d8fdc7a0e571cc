// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// batch_matmul against products in exact integers.
#include "octet/kernels/batch_matmul.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

#include "support/matmul_case.hpp"
#include "support/wide_contracts.hpp"

using octet_test::dice;
using octet_test::int128;
using octet_test::matmul_case;

namespace {

template <class Code, class Kind>
struct variant {
  using code = Code;
  using accumulator = Kind;
};

/// (1 2) * (3 4)^T in the compiler
constexpr std::int8_t in_the_compiler() {
  const std::array<std::uint8_t, 2> x{1, 2}, y{3, 4};
  std::array<std::uint8_t, 1> out{};
  const octet::multiplier one = octet::multiplier::from_real(1.0);
  const octet::shape row{{1, 2, 1, 1, 1, 1}, 2}, single{{1, 1, 1, 1, 1, 1}, 2};
  octet::batch_matmul(octet::batch_matmul_args{
      .x = {octet::elements<const std::int8_t>::in_bytes(x.data()), row},
      .y = {octet::elements<const std::int8_t>::in_bytes(y.data()), row},
      .output = {octet::elements<std::int8_t>::in_bytes(out.data()), single},
      .adjoint_y = true,
      .x_zero_point = -1,
      .requantize = {
          .multipliers = &one, .per_channel = false, .zero_point = 1, .clamp = {-128, 127}}});
  return static_cast<std::int8_t>(out[0]);
}
static_assert(in_the_compiler() == 2 * 3 + 3 * 4 + 1);

}  // namespace

TEST_CASE_TEMPLATE("batch_matmul equals the products", Variant,
                   variant<std::int8_t, octet::accumulator_32>,
                   variant<std::int8_t, octet::accumulator_64>,
                   variant<std::int16_t, octet::accumulator_16x8>) {
  using code = typename Variant::code;
  using accumulator = typename Variant::accumulator;
  using limits = std::numeric_limits<code>;
  constexpr bool wide = sizeof(code) == 2;
  dice d(11);
  for (int i = 0; i < 500; ++i) {
    const matmul_case c = matmul_case::random(d);
    const std::vector<code> x = d.codes<code>(c.x.count()), y = d.codes<code>(c.y.count());
    const std::int32_t x_zero = wide ? 0 : d.code<code>(), y_zero = wide ? 0 : d.code<code>();
    const std::int32_t zero = wide ? 0 : d.code<code>();
    const double factor = d.scale(wide ? -24 : -18, -4);
    std::vector<code> expected(c.output.count());
    for (std::size_t o = 0; o < expected.size(); ++o) {
      std::int64_t sum = 0;
      c.for_each_product(o, [&](std::size_t of_x, std::size_t of_y) {
        sum += (std::int64_t{x[of_x]} - x_zero) * (std::int64_t{y[of_y]} - y_zero);
      });
      const int128 scaled = zero + (wide ? int128{octet_test::times_c(sum, factor)}
                                         : octet_test::times_a(sum, factor));
      expected[o] = scaled < limits::min()   ? limits::min()
                    : scaled > limits::max() ? limits::max()
                                             : static_cast<code>(scaled);
    }
    std::vector<code> output(expected.size());
    const octet::multiplier m = octet::multiplier::from_real(factor);
    octet::batch_matmul(octet::basic_batch_matmul_args<code, accumulator>{
        .x = {x.data(), c.x},
        .y = {y.data(), c.y},
        .output = {output.data(), c.output},
        .adjoint_x = c.adjoint_x,
        .adjoint_y = c.adjoint_y,
        .x_zero_point = x_zero,
        .y_zero_point = y_zero,
        .requantize = {.multipliers = &m,
                       .per_channel = false,
                       .zero_point = zero,
                       .clamp = {limits::min(), limits::max()}}});
    CAPTURE(i);
    CHECK(output == expected);
  }
}
