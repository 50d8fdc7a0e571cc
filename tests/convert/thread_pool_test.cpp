// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Pieces on threads: each runs once, and kernels give the same codes for any number of them.
#include "octet/convert/thread_pool.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "octet/kernels/backend/simd.hpp"
#include "support/kernel_oracle.hpp"

using octet::convert::thread_pool;
using octet_test::dice;

TEST_CASE("every piece runs once, job after job") {
  for (const std::size_t threads : {1U, 2U, 5U}) {
    thread_pool pool(threads);
    for (std::int32_t pieces = 0; pieces < 50; ++pieces) {
      std::vector<std::atomic<int>> runs(static_cast<std::size_t>(pieces));
      pool.executor()(pieces, [&](std::int32_t i) { ++runs[static_cast<std::size_t>(i)]; });
      for (const std::atomic<int>& n : runs) REQUIRE(n == 1);
    }
  }
}

TEST_CASE("a job is cut into no more pieces than it has units, and none too small to hand over") {
  thread_pool pool(4);
  CHECK(pool.executor().pieces(3, std::int64_t{1} << 40) == 3);
  CHECK(pool.executor().pieces(100, std::int64_t{1} << 40) == 4);
  CHECK(pool.executor().pieces(100, 1000) == 1);
  CHECK(pool.executor().pieces(100, 3 << 18) == 3);
  CHECK(octet::serial.pieces(100, std::int64_t{1} << 40) == 1);
}

TEST_CASE("a large product has the same codes on any number of threads") {
  dice d(91);
  constexpr std::int32_t depth = 2048, outputs = 1030;
  const auto filter = d.codes<std::int8_t>(depth * outputs);
  const octet::multiplier m = octet::multiplier::from_real(0.0003);
  for (const std::int32_t rows : {1, 50}) {
    const auto input = d.codes<std::int8_t>(static_cast<std::size_t>(rows * depth));
    const auto output_of = [&](std::size_t threads) {
      std::vector<std::int8_t> output(static_cast<std::size_t>(rows * outputs));
      const octet::fully_connected_args a{
          .input = {input.data(), {rows, depth}},
          .filter = {filter.data(), {outputs, depth}},
          .output = {output.data(), {rows, outputs}},
          .requantize = {.multipliers = &m, .per_channel = false, .clamp = {-128, 127}}};
      const octet::simd_kernels& kernels = octet::kernels_of(octet::best_target());
      const auto plan = octet::plan_product(a, kernels);
      std::vector<std::uint8_t> packed(plan.packed_bytes()),
          scratch(threads * plan.scratch_bytes());
      REQUIRE(octet::prepare_product(plan, a, packed));
      thread_pool pool(threads);
      const octet::piece_executor pieces = pool.executor();
      for (int run = 0; run < 20; ++run)
        octet::run_product(kernels, plan, a, packed, scratch, pieces);
      return output;
    };
    const auto expected = output_of(1);
    for (const std::size_t threads : {2U, 3U, 7U}) CHECK(output_of(threads) == expected);
  }
}
