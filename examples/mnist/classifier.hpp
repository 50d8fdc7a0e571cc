// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The network of the example: small enough for a microcontroller, trained in under a minute.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "images.hpp"
#include "octet/report/progress.hpp"
#include "octet/train/fit.hpp"
#include "octet/train/network.hpp"

namespace mnist {

/// What the network is trained on, and what its input means: real = pixel / 255.
inline void to_real(std::span<const std::uint8_t> image, std::span<float> values) {
  for (std::size_t i = 0; i < image.size(); ++i) values[i] = static_cast<float>(image[i]) / 255.0F;
}

/// The images as the trainer takes them; `from` must outlive the result.
inline octet::train::samples as_samples(const images& from) {
  return {.labels = from.labels, .read = [&from](std::size_t position, std::span<float> values) {
            to_real(from.image(position), values);
          }};
}

/// Three convolutions without padding, 28x28 -> 26 -> 13 -> 11 -> 5 -> 3, and ten outputs before
/// the softmax: 8,778 parameters and 231,592 multiply-adds an image.
inline octet::train::network untrained_classifier(std::uint64_t seed) {
  using namespace octet::train;
  return network({28, 28, 1},
                 {conv_2d{.filters = 8, .pad = octet::padding::valid}, max_pool_2d{},
                  conv_2d{.filters = 16, .pad = octet::padding::valid}, max_pool_2d{},
                  conv_2d{.filters = 32, .pad = octet::padding::valid},
                  fully_connected{.units = index_type{class_count}}},
                 seed);
}

/// Trains on data.train, with a progress bar on stderr.
inline octet::train::network train_classifier(const images& data, std::size_t epochs,
                                              std::uint64_t seed) {
  octet::train::network net = untrained_classifier(seed);
  octet::report::progress_bar bar("training");
  octet::train::fit(net, as_samples(data), {.epochs = epochs, .seed = seed},
                    [&](const octet::train::fit_progress& now) {
                      const double done = static_cast<double>(now.epoch * now.batches + now.batch);
                      bar.update(
                          done / static_cast<double>(now.epochs * now.batches),
                          fmt::format("epoch {}/{} loss {:.4f} accuracy {:.2f} %", now.epoch + 1,
                                      now.epochs, now.loss, 100 * now.accuracy));
                    });
  return net;
}

}  // namespace mnist
