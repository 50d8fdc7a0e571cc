// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// How long a model takes on this machine: each operator, and all of them.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "octet/convert/executor.hpp"
#include "octet/report/thread_time.hpp"

namespace octet::report {

/// The fastest of all rounds, since whatever else runs on the machine can only add to it.
struct model_time {
  int rounds = 0;
  double ns = 0;                     ///< of a run that nobody interrupts
  double median_ns = 0;              ///< the same, but the median
  std::vector<double> operators_ns;  ///< by node; the first with the copy of the inputs
};

/// Runs a model over and over for about `seconds`, at least three rounds and one to warm up. A
/// round is a run with a look at the clock after each operator, and one without.
///
/// input     bytes of every input, in order
/// progress  called with the fraction that is done; may be empty
/// threads   of the model; the time of several is that of the clock on the wall
/// errors    as executor::run_bytes
inline model_time time_model(convert::executor& model, std::span<const std::uint8_t> input,
                             double seconds, const std::function<void(double)>& progress = {},
                             std::int32_t threads = 1) {
  using clock = std::chrono::steady_clock;
  constexpr std::size_t least = 3, most = 2001;
  const auto ns_since = [](clock::time_point from) {
    return std::chrono::duration<double, std::nano>(clock::now() - from).count();
  };
  std::vector<std::uint8_t> output(model.output_bytes());
  model.run_bytes(input, output);
  model_time t;
  t.operators_ns.assign(static_cast<std::size_t>(model.model().node_count()), HUGE_VAL);
  std::vector<double> whole;
  const clock::time_point begin = clock::now();
  double done = 0;
  while (whole.size() < least || (done < 1 && whole.size() < most)) {
    clock::time_point last = clock::now();
    model.run_bytes(input, output, [&](std::int32_t node) {
      double& fastest = t.operators_ns[static_cast<std::size_t>(node)];
      fastest = std::min(fastest, ns_since(last));
      last = clock::now();
    });
    const double start = thread_ns();
    const clock::time_point started = clock::now();
    model.run_bytes(input, output);
    whole.push_back(threads > 1 ? ns_since(started) : thread_ns() - start);
    done = ns_since(begin) * 1e-9 / seconds;
    if (progress) progress(std::min(done, 1.0));
  }
  std::sort(whole.begin(), whole.end());
  t.rounds = static_cast<int>(whole.size());
  t.ns = whole.front();
  t.median_ns = whole[whole.size() / 2];
  return t;
}

}  // namespace octet::report
