// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Labelled 28x28 grey images, as read from MNIST or drawn by the example itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mnist {

inline constexpr std::size_t side = 28;
inline constexpr std::size_t pixel_count = side * side;
inline constexpr std::size_t class_count = 10;

/// Images one after another, row by row, 0 black .. 255 white; label i belongs to image i.
struct images {
  std::vector<std::uint8_t> pixels;
  std::vector<std::uint8_t> labels;

  std::size_t size() const { return labels.size(); }
  std::span<const std::uint8_t> image(std::size_t position) const {
    return std::span(pixels).subspan(position * pixel_count, pixel_count);
  }
};

struct dataset {
  images train;
  images test;
};

}  // namespace mnist
