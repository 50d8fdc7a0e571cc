// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Parts of a job on several threads: each once, workspaces never shared, errors come back.
#include "octet/train/parallel.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <stdexcept>
#include <vector>

using octet::train::for_each_part;

TEST_CASE("every part runs exactly once, for any number of threads") {
  for (const std::size_t parts : {0U, 1U, 2U, 7U, 100U}) {
    for (const std::size_t threads : {1U, 2U, 3U, 8U}) {
      std::vector<std::atomic<int>> runs(parts);
      std::vector<std::atomic<int>> inside(threads);
      std::atomic<bool> shared = false;
      for_each_part(parts, threads, [&](std::size_t thread, std::size_t part) {
        if (inside.at(thread).fetch_add(1) != 0) shared = true;
        ++runs.at(part);
        --inside[thread];
      });
      CHECK_FALSE(shared);
      CHECK(std::ranges::all_of(runs, [](const auto& times) { return times == 1; }));
    }
  }
}

TEST_CASE("an exception in any thread comes back to the caller") {
  for (const std::size_t bad : {0U, 1U}) {
    CHECK_THROWS_AS(for_each_part(4, 2,
                                  [&](std::size_t, std::size_t part) {
                                    if (part == bad) throw std::runtime_error("part");
                                  }),
                    std::runtime_error);
  }
}

TEST_CASE("no threads are refused") {
  CHECK_THROWS_AS(for_each_part(1, 0, [](std::size_t, std::size_t) {}), std::invalid_argument);
}
