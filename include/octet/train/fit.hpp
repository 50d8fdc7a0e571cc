// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Trains a classifier on labelled samples, and asks it for classes.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <numbers>
#include <numeric>
#include <span>
#include <stdexcept>
#include <vector>

#include "octet/train/adam.hpp"
#include "octet/train/network.hpp"
#include "octet/train/random.hpp"
#include "octet/train/softmax_cross_entropy.hpp"

namespace octet::train {

/// Labelled samples, wherever they are kept.
struct samples {
  std::span<const std::uint8_t> labels;
  /// Writes sample `position` as the network takes it; several threads call it at once.
  std::function<void(std::size_t position, std::span<float> values)> read;
};

struct fit_options {
  std::size_t epochs = 5;
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

/// Samples that one thread takes at a time. The parts of a batch are always cut and added up in the
/// same way, so the result does not depend on the number of threads; 16 samples of 28x28 with 8
/// channels fit a second-level cache of 1 MiB with their windows.
inline constexpr std::size_t samples_per_part = 16;

/// Runs work(thread, part) for all parts, each thread taking every threads-th; rethrows.
template <typename Work>
void for_each_part(std::size_t parts, std::size_t threads, const Work& work) {
  const auto run = [&](std::size_t thread) {
    for (std::size_t part = thread; part < parts; part += threads) work(thread, part);
  };
  std::vector<std::future<void>> others;
  for (std::size_t thread = 1; thread < std::min(threads, parts); ++thread) {
    others.push_back(std::async(std::launch::async, run, thread));
  }
  run(0);
  for (std::future<void>& other : others) other.get();
}

/// Trains `net` in place; the same seed gives the same network on the same machine.
/// errors   std::invalid_argument: no samples, a size of 0 in `options`, a label that is no class
inline void fit(network& net, const samples& data, const fit_options& options,
                const std::function<void(const fit_progress&)>& report = {}) {
  const std::size_t count = data.labels.size();
  const auto classes = static_cast<std::size_t>(net.output().size());
  if (count == 0 || options.epochs == 0 || options.batch == 0 || options.threads == 0) {
    throw std::invalid_argument("fit needs samples, and options of at least 1");
  }
  if (std::ranges::any_of(data.labels, [&](std::uint8_t label) { return label >= classes; })) {
    throw std::invalid_argument("a label is not below the number of the network's outputs");
  }

  const std::size_t most_parts = (options.batch + samples_per_part - 1) / samples_per_part;
  std::vector<network::workspace> work(options.threads, {net, index{samples_per_part}});
  std::vector<std::vector<float>> gradients(most_parts,
                                            std::vector<float>(net.parameters().size()));
  std::vector<classification_loss> losses(most_parts);
  const auto input_size = static_cast<std::size_t>(net.input().size());

  /// One part of a batch: its loss and its share of the batch's mean gradient.
  const auto run_part = [&](std::size_t thread, std::size_t part,
                            std::span<const std::uint32_t> batch) {
    const auto chosen =
        batch.subspan(part * samples_per_part,
                      std::min(samples_per_part, batch.size() - part * samples_per_part));
    std::array<std::uint8_t, samples_per_part> labels{};
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      data.read(chosen[i], work[thread].input().subspan(i * input_size, input_size));
      labels[i] = data.labels[chosen[i]];
    }
    const auto samples_here = static_cast<index>(chosen.size());
    const auto logits = net.forward(work[thread], samples_here);
    losses[part] = softmax_cross_entropy<float>(
        logits, std::span(labels).first(chosen.size()), 1.0F / static_cast<float>(batch.size()),
        work[thread].output_gradient().first(logits.size()));
    net.backward(work[thread], samples_here, gradients[part]);
  };

  adam optimizer(net.parameters().size());
  random_source random(options.seed);
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  const std::size_t batches = (count + options.batch - 1) / options.batch;
  const auto steps = static_cast<double>(options.epochs * batches);

  for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) {
    random.shuffle(std::span(order));
    classification_loss sum;
    std::size_t seen = 0;
    for (std::size_t step = 0; step < batches; ++step) {
      const auto batch = std::span<const std::uint32_t>(order).subspan(
          seen, std::min(options.batch, count - seen));
      const std::size_t parts = (batch.size() + samples_per_part - 1) / samples_per_part;
      for_each_part(parts, options.threads,
                    [&](std::size_t thread, std::size_t part) { run_part(thread, part, batch); });
      for (std::size_t part = 0; part < parts; ++part) {
        sum += losses[part];
        if (part == 0) continue;
        for (std::size_t i = 0; i < gradients[0].size(); ++i) gradients[0][i] += gradients[part][i];
      }
      const double done = static_cast<double>(epoch * batches + step) / steps;
      const double decay = 0.5 + 0.5 * std::cos(std::numbers::pi * done);
      optimizer.step(net.parameters(), gradients[0],
                     options.learning_rate * static_cast<float>(decay));
      seen += batch.size();
      if (report) {
        report({epoch, options.epochs, step + 1, batches, sum.loss / static_cast<double>(seen),
                static_cast<double>(sum.correct) / static_cast<double>(seen)});
      }
    }
  }
}

/// The class with the largest output for every sample, the first where several are equal.
inline std::vector<std::uint8_t> classify(const network& net, const samples& data,
                                          std::size_t threads = 2) {
  const std::size_t count = data.labels.size();
  const auto classes = static_cast<std::size_t>(net.output().size());
  const auto input_size = static_cast<std::size_t>(net.input().size());
  std::vector<std::uint8_t> result(count);
  std::vector<network::workspace> work(threads, {net, index{samples_per_part}});
  for_each_part((count + samples_per_part - 1) / samples_per_part, threads,
                [&](std::size_t thread, std::size_t part) {
                  const std::size_t begin = part * samples_per_part;
                  const std::size_t size = std::min(samples_per_part, count - begin);
                  for (std::size_t i = 0; i < size; ++i) {
                    data.read(begin + i, work[thread].input().subspan(i * input_size, input_size));
                  }
                  const auto logits = net.forward(work[thread], static_cast<index>(size));
                  for (std::size_t i = 0; i < size; ++i) {
                    const auto row = logits.subspan(i * classes, classes);
                    result[begin + i] =
                        static_cast<std::uint8_t>(std::ranges::max_element(row) - row.begin());
                  }
                });
  return result;
}

}  // namespace octet::train
