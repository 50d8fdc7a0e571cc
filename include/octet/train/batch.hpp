// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Loss and gradient of a classifier over a batch of labelled samples, on several threads.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "octet/train/network.hpp"
#include "octet/train/parallel.hpp"
#include "octet/train/softmax_cross_entropy.hpp"

namespace octet::train {

/// Labelled samples, wherever they are kept.
struct samples {
  std::span<const std::uint8_t> labels;
  /// Writes sample `position` as the network takes it; several threads call it at once.
  std::function<void(std::size_t position, std::span<float> values)> read;
};

/// Samples that a thread takes at a time. Work is always cut and added up in these parts, so
/// results do not depend on the number of threads; 16 images of 28x28 with 8 channels and their
/// windows stay within a second-level cache of 1 MiB.
inline constexpr std::size_t samples_per_part = 16;

constexpr std::size_t part_count(std::size_t samples) {
  return (samples + samples_per_part - 1) / samples_per_part;
}

/// Reads samples, one workspace a thread, and runs the network over them.
class sample_runner {
 public:
  /// Both must outlive the runner.
  sample_runner(const network& net, const samples& data, std::size_t threads)
      : net_(net), data_(data), work_(threads, {net, index_type{samples_per_part}}) {}

  std::size_t threads() const { return work_.size(); }
  network::workspace& work(std::size_t thread) { return work_[thread]; }

  /// The outputs for up to samples_per_part samples: position(0), position(1) ...
  template <typename Position>
  std::span<const float> forward(std::size_t thread, std::size_t count, Position position) {
    const auto size = static_cast<std::size_t>(net_.input().size());
    for (std::size_t i = 0; i < count; ++i) {
      data_.read(position(i), work_[thread].input().subspan(i * size, size));
    }
    return net_.forward(work_[thread], static_cast<index_type>(count));
  }

 private:
  const network& net_;
  const samples& data_;
  std::vector<network::workspace> work_;
};

/// The mean gradient over batches of up to `capacity` samples.
class batch_gradient {
 public:
  /// `net` and `data` must outlive this.
  batch_gradient(const network& net, const samples& data, std::size_t capacity, std::size_t threads)
      : net_(net),
        data_(data),
        runner_(net, data, threads),
        gradients_(part_count(capacity), std::vector<float>(net.parameters().size())),
        losses_(gradients_.size()) {}

  /// The summed loss of the samples whose positions are in `batch`; then gradient() is theirs.
  classification_loss run(std::span<const std::uint32_t> batch) {
    const std::size_t parts = part_count(batch.size());
    for_each_part(parts, runner_.threads(),
                  [&](std::size_t thread, std::size_t part) { run_part(thread, part, batch); });
    for (std::size_t part = 1; part < parts; ++part) {
      losses_[0] += losses_[part];
      for (std::size_t i = 0; i < gradients_[0].size(); ++i) {
        gradients_[0][i] += gradients_[part][i];
      }
    }
    return losses_[0];
  }

  /// Of the batch's mean loss by each of net.parameters().
  std::span<const float> gradient() const { return gradients_[0]; }

 private:
  void run_part(std::size_t thread, std::size_t part, std::span<const std::uint32_t> batch) {
    const std::size_t begin = part * samples_per_part;
    const auto chosen = batch.subspan(begin, std::min(samples_per_part, batch.size() - begin));
    std::array<std::uint8_t, samples_per_part> labels{};
    for (std::size_t i = 0; i < chosen.size(); ++i) labels[i] = data_.labels[chosen[i]];

    const auto logits = runner_.forward(thread, chosen.size(), [&](auto i) { return chosen[i]; });
    network::workspace& work = runner_.work(thread);
    losses_[part] = softmax_cross_entropy<float>(logits, std::span(labels).first(chosen.size()),
                                                 1.0F / static_cast<float>(batch.size()),
                                                 work.output_gradient().first(logits.size()));
    net_.backward(work, static_cast<index_type>(chosen.size()), gradients_[part]);
  }

  const network& net_;
  const samples& data_;
  sample_runner runner_;
  std::vector<std::vector<float>> gradients_;  // one a part
  std::vector<classification_loss> losses_;
};

}  // namespace octet::train
