// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Text on its way into a page: what a file says may not become markup.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace octet::report {

/// The text as HTML and SVG show it, in elements and in quoted attributes. Control characters
/// become spaces.
inline std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += (c >= 0 && c < ' ') || c == 0x7f ? ' ' : c;
    }
  }
  return out;
}

/// A tensor's name in no more than `most` bytes. Of names that a fusion has joined with ';' the
/// first, and of a path its end, which tell most.
inline std::string short_name(std::string_view name, std::size_t most) {
  const std::string_view first = name.substr(0, name.find(';'));
  if (first.size() <= most) return std::string(first);
  std::size_t start = first.size() - std::min(first.size(), most < 3 ? 0 : most - 3);
  while (start < first.size() && (static_cast<unsigned char>(first[start]) & 0xc0) == 0x80) ++start;
  return "\xe2\x80\xa6" + std::string(first.substr(start));
}

/// A share of 1 as "12.3 %"; what is less than the last digit shows as "< 0.1 %".
inline std::string percent(double share, int digits = 1) {
  if (!std::isfinite(share)) return "\xe2\x88\x9e";  // the sign for infinity
  const double least = std::pow(10.0, -digits);
  if (share > 0.0 && 100 * share < least / 2) return fmt::format("< {:.{}f} %", least, digits);
  return fmt::format("{:.{}f} %", 100 * share, digits);
}

/// A ratio in dB; "exact" where there is no noise.
inline std::string decibels(double ratio) {
  return std::isfinite(ratio) ? fmt::format("{:.1f} dB", ratio) : ratio > 0 ? "exact" : "no signal";
}

}  // namespace octet::report
