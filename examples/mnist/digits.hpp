// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Draws handwritten digits, so that the example needs no data: strokes, distorted, with a round
// pen.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <span>
#include <vector>

#include "images.hpp"
#include "octet/train/random.hpp"
#include "strokes.hpp"

namespace mnist {

using octet::train::random_source;

/// A smooth displacement of the plane: slow waves, as paper and wrist give them.
class wave_field {
 public:
  explicit wave_field(random_source& random) {
    for (wave& each : waves_) {
      const double direction = random.uniform(0, 2 * std::numbers::pi);
      const double speed = 2 * std::numbers::pi / random.uniform(9, 24);  // one turn per 9 .. 24
      each = {speed * std::cos(direction), speed * std::sin(direction),
              random.uniform(0, 2 * std::numbers::pi), 0.45 * random.normal(),
              0.45 * random.normal()};
    }
  }

  point operator()(const point& at) const {
    point moved = at;
    for (const wave& each : waves_) {
      const double height = std::sin(each.along_x * at.x + each.along_y * at.y + each.phase);
      moved.x += each.push_x * height;
      moved.y += each.push_y * height;
    }
    return moved;
  }

 private:
  struct wave {
    double along_x, along_y, phase, push_x, push_y;
  };
  std::array<wave, 3> waves_;
};

/// Catmull-Rom: a cubic from `b` to `c` whose slopes are those of the chords a-c and b-d.
inline point between(const point& a, const point& b, const point& c, const point& d, double t) {
  const auto along = [t](double p, double q, double r, double s) {
    return q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
  };
  return {along(a.x, b.x, c.x, d.x), along(a.y, b.y, c.y, d.y)};
}

/// The path of the pen as short chords.
inline stroke smooth(const stroke& points) {
  constexpr int chords = 6;
  stroke path{points.front()};
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const bool starts = i == 0 || points[i].corner;
    const bool ends = i + 2 == points.size() || points[i + 1].corner;
    const point& before = points[starts ? i : i - 1];
    const point& after = points[ends ? i + 1 : i + 2];
    for (int chord = 1; chord <= chords; ++chord) {
      path.push_back(
          between(before, points[i], points[i + 1], after, static_cast<double>(chord) / chords));
    }
  }
  return path;
}

/// One digit in a random manner, shaken, distorted, sheared and turned; in the units of
/// strokes.hpp.
inline manner write_digit(std::size_t digit, random_source& random) {
  const auto& manners = digit_manners()[digit];
  manner strokes = manners[random.below(manners.size())];
  const wave_field waves(random);
  const double width = random.uniform(0.75, 1.5);
  const double shear = 0.18 + 0.17 * random.normal();  // most people lean to the right
  const double angle = 0.09 * random.normal();
  const double cosine = std::cos(angle);
  const double sine = std::sin(angle);
  for (stroke& each : strokes) {
    for (point& at : each) {
      at.x += 0.3 * random.normal();
      at.y += 0.3 * random.normal();
    }
    each = smooth(each);
    for (point& at : each) {
      const point waved = waves(at);
      const double x = width * (waved.x - 5) - shear * (waved.y - 7);
      const double y = waved.y - 7;
      at = {cosine * x - sine * y, sine * x + cosine * y};
    }
  }
  return strokes;
}

/// A round pen on 28x28 pixels; positions in pixels, the centre of the first at (0, 0).
class canvas {
 public:
  canvas() { distances_.fill(std::numeric_limits<double>::max()); }

  /// A line whose pen radius goes from `from_radius` to `to_radius`.
  void draw(const point& from, const point& to, double from_radius, double to_radius) {
    const double reach = std::max(from_radius, to_radius) + 1;
    const auto [left, right] =
        pixels(std::min(from.x, to.x) - reach, std::max(from.x, to.x) + reach);
    const auto [top, bottom] =
        pixels(std::min(from.y, to.y) - reach, std::max(from.y, to.y) + reach);
    const double dx = to.x - from.x;
    const double dy = to.y - from.y;
    const double square = dx * dx + dy * dy;
    for (std::size_t y = top; y < bottom; ++y) {
      for (std::size_t x = left; x < right; ++x) {
        const double px = static_cast<double>(x) - from.x;
        const double py = static_cast<double>(y) - from.y;
        const double t = square > 0 ? std::clamp((px * dx + py * dy) / square, 0.0, 1.0) : 0.0;
        const double away_x = px - t * dx;
        const double away_y = py - t * dy;
        double& distance = distances_[y * side + x];
        distance = std::min(distance, std::sqrt(away_x * away_x + away_y * away_y) -
                                          (from_radius + t * (to_radius - from_radius)));
      }
    }
  }

  /// Ink 0 .. 255: full half a `softness` inside the edge of the pen, none half of it outside.
  std::array<std::uint8_t, pixel_count> develop(double softness) const {
    std::array<std::uint8_t, pixel_count> ink{};
    for (std::size_t i = 0; i < pixel_count; ++i) {
      const double cover = std::clamp(0.5 - distances_[i] / softness, 0.0, 1.0);
      ink[i] = static_cast<std::uint8_t>(255 * cover + 0.5);
    }
    return ink;
  }

 private:
  struct range {
    std::size_t begin, end;
  };
  static range pixels(double low, double high) {
    const double limit = static_cast<double>(side);
    return {static_cast<std::size_t>(std::clamp(std::ceil(low), 0.0, limit)),
            static_cast<std::size_t>(std::clamp(std::floor(high) + 1, 0.0, limit))};
  }

  std::array<double, pixel_count> distances_;  // from the edge of the ink, negative inside
};

/// The mean position of the ink, in pixels; the middle of an empty picture.
inline point centre_of_mass(std::span<const std::uint8_t> ink) {
  double mass = 0;
  point sum{0, 0};
  for (std::size_t i = 0; i < ink.size(); ++i) {
    mass += ink[i];
    sum.x += ink[i] * static_cast<double>(i % side);
    sum.y += ink[i] * static_cast<double>(i / side);
  }
  const double middle = static_cast<double>(side) / 2;
  return mass > 0 ? point{sum.x / mass, sum.y / mass} : point{middle, middle};
}

/// A digit as MNIST holds it: 20 pixels in its larger extent, its mass in the middle of 28x28.
inline std::array<std::uint8_t, pixel_count> draw_digit(std::size_t digit, random_source& random) {
  const manner strokes = write_digit(digit, random);
  const double radius = random.uniform(0.8, 1.8);
  const double softness = random.uniform(1.0, 1.7);
  const double pressure = random.uniform(-0.2, 0.2);  // thicker towards one end

  point low{1e9, 1e9};
  point high{-1e9, -1e9};
  for (const stroke& each : strokes) {
    for (const point& at : each) {
      low = {std::min(low.x, at.x), std::min(low.y, at.y)};
      high = {std::max(high.x, at.x), std::max(high.y, at.y)};
    }
  }
  const double scale = (20 - 2 * radius - softness) / std::max(high.x - low.x, high.y - low.y);

  const double middle = static_cast<double>(side) / 2;
  const auto draw = [&](double shift_x, double shift_y) {
    canvas paper;
    for (const stroke& each : strokes) {
      const auto place = [&](std::size_t i) {
        return point{(each[i].x - (low.x + high.x) / 2) * scale + shift_x,
                     (each[i].y - (low.y + high.y) / 2) * scale + shift_y};
      };
      const auto width = [&](std::size_t i) {
        const double done = static_cast<double>(i) / static_cast<double>(each.size() - 1);
        return radius * (1 + pressure * (2 * done - 1));
      };
      for (std::size_t i = 1; i < each.size(); ++i) {
        paper.draw(place(i - 1), place(i), width(i - 1), width(i));
      }
    }
    return paper.develop(softness);
  };
  const point mass = centre_of_mass(draw(middle, middle));
  return draw(2 * middle - mass.x, 2 * middle - mass.y);
}

/// `count` digits, 0 1 2 .. 9 0 1 .. in turn; the same for the same seed on every machine.
inline images draw_digits(std::size_t count, random_source& random) {
  images result;
  result.pixels.reserve(count * pixel_count);
  for (std::size_t position = 0; position < count; ++position) {
    const std::size_t digit = position % class_count;
    const auto ink = draw_digit(digit, random);
    result.pixels.insert(result.pixels.end(), ink.begin(), ink.end());
    result.labels.push_back(static_cast<std::uint8_t>(digit));
  }
  return result;
}

}  // namespace mnist
