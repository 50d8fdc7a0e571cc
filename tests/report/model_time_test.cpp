// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Timing a model: every operator has a figure, and the caller hears how far it is.
#include "octet/report/model_time.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "octet/report/peak.hpp"
#include "support/embedded_model.hpp"

TEST_CASE("a model's time: three rounds at least, a figure for every operator") {
  octet::convert::executor model(
      {octet_test::embedded_model.begin(), octet_test::embedded_model.end()});
  const std::vector<std::uint8_t> input(model.input_bytes(), 7);
  std::vector<double> parts;
  const octet::report::model_time t =
      octet::report::time_model(model, input, 1e-6, [&](double part) { parts.push_back(part); });
  CHECK(t.rounds == 3);
  CHECK(t.operators_ns.size() == static_cast<std::size_t>(model.model().node_count()));
  CHECK(t.ns > 0);
  CHECK(t.ns <= t.median_ns);
  CHECK(parts.size() == 3);
  CHECK(parts.back() == 1);
}

TEST_CASE("a target without a known dot product has no peak") {
  CHECK(octet::report::peak_gmacs(octet::simd_target::portable) == 0);
}
