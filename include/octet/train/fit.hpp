// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Trains a classifier on labelled samples, and asks it for classes.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numbers>
#include <numeric>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "octet/train/adam.hpp"
#include "octet/train/batch.hpp"
#include "octet/train/network.hpp"
#include "octet/train/parallel.hpp"
#include "octet/train/random.hpp"

namespace octet::train {

struct fit_options {
  std::size_t epochs = 8;
  std::size_t batch = 64;       ///< samples a step
  float learning_rate = 3e-3F;  ///< of the first step; falls to 0 along half a cosine
  std::size_t threads = 2;      ///< changes the time, never the result
  std::uint64_t seed = 1;       ///< of the order of the samples
};

/// After each batch; loss and accuracy are means over the epoch so far, measured while training.
struct fit_progress {
  std::size_t epoch;  ///< from 0
  std::size_t epochs;
  std::size_t batch;  ///< batches done in this epoch, from 1
  std::size_t batches;
  double loss;
  double accuracy;
};

/// Trains `net` in place with Adam; the same seed gives the same network on the same machine.
/// (Eigen orders its sums by the caches it finds, so another machine may differ in last bits.)
/// errors   std::invalid_argument: no samples, a size of 0 in `options`, a label that is no class
inline void fit(network& net, const samples& data, const fit_options& options,
                const std::function<void(const fit_progress&)>& report = {}) {
  const std::size_t count = data.labels.size();
  if (count == 0 || options.epochs == 0 || options.batch == 0 || options.threads == 0) {
    throw std::invalid_argument("fit: samples, epochs, batch and threads must be at least 1");
  }
  if (std::cmp_greater_equal(std::ranges::max(data.labels), net.output().size())) {
    throw std::invalid_argument("fit: a label is not below the number of the network's outputs");
  }

  batch_gradient gradient(net, data, std::min(options.batch, count), options.threads);
  adam optimizer(net.parameters().size());
  random_source random(options.seed);
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  const std::size_t batches = (count + options.batch - 1) / options.batch;
  const auto steps = static_cast<double>(options.epochs * batches);

  for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) {
    random.shuffle(std::span(order));
    classification_loss sum;
    for (std::size_t batch = 0; batch < batches; ++batch) {
      const std::size_t begin = batch * options.batch;
      const std::size_t end = std::min(begin + options.batch, count);
      sum += gradient.run(std::span(order).subspan(begin, end - begin));

      const double done = static_cast<double>(epoch * batches + batch) / steps;
      const double decay = 0.5 + 0.5 * std::cos(std::numbers::pi * done);
      optimizer.step(net.parameters(), gradient.gradient(),
                     options.learning_rate * static_cast<float>(decay));
      if (report) {
        const auto seen = static_cast<double>(end);
        report({epoch, options.epochs, batch + 1, batches, sum.loss / seen,
                static_cast<double>(sum.correct) / seen});
      }
    }
  }
}

/// The class with the largest output for every sample, the first where several are equal.
inline std::vector<std::uint8_t> classify(const network& net, const samples& data,
                                          std::size_t threads = 2) {
  const std::size_t count = data.labels.size();
  const auto classes = static_cast<std::size_t>(net.output().size());
  std::vector<std::uint8_t> result(count);
  sample_runner runner(net, data, threads);
  for_each_part(part_count(count), threads, [&](std::size_t thread, std::size_t part) {
    const std::size_t begin = part * samples_per_part;
    const std::size_t size = std::min(samples_per_part, count - begin);
    const auto outputs = runner.forward(thread, size, [&](auto i) { return begin + i; });
    for (std::size_t i = 0; i < size; ++i) {
      const auto row = outputs.subspan(i * classes, classes);
      result[begin + i] = static_cast<std::uint8_t>(std::ranges::max_element(row) - row.begin());
    }
  });
  return result;
}

}  // namespace octet::train
