// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The rows as bars.
#include "layers_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "octet/report/page_style.hpp"
#include "octet/report/svg.hpp"

namespace octet_bench {

namespace {

using json = nlohmann::ordered_json;

constexpr double left = 130, width = 700, right = 70, top = 74, bottom = 30;
constexpr double own_height = 8, rival_height = 3, gap = 6;

// Rivals in the order of their first row; the first colours tell apart best.
constexpr std::string_view chart_style = R"css(
.paper { fill: var(--card); }
.rival0 { fill: #e08a1e; } .rival1 { fill: #2a9d74; } .rival2 { fill: #b05cc6; }
.rival3 { fill: #8a94a6; } .rival4 { fill: #c9b458; } .rival5 { fill: #d4493b; }
.large { font-size: 15px; font-weight: 600; }
)css";

std::vector<std::string> rivals_of(const json& layers) {
  std::vector<std::string> names;
  for (const json& row : layers) {
    for (const auto& [name, ns] : row["peers"].items()) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

double group_height(const json& row) {
  return own_height + rival_height * static_cast<double>(row["peers"].size()) + gap;
}

std::string style_of(const std::vector<std::string>& rivals, const std::string& name) {
  return fmt::format("rival{}", std::find(rivals.begin(), rivals.end(), name) - rivals.begin());
}

/// One layer, from y on.
void draw_group(octet::report::svg& drawing, const json& row,
                const std::vector<std::string>& rivals, double y, double pixels) {
  const double ns = row["ns"], gmacs = row["gmacs"];
  drawing.text(left - 8, y + own_height + 1, std::string(row["name"]), "end");
  drawing.rectangle(left, y, gmacs * pixels, own_height, "bar");
  drawing.text(left + gmacs * pixels + 5, y + own_height, fmt::format("{:.0f}", gmacs), "faint");
  y += own_height;
  for (const auto& [name, rival_ns] : row["peers"].items()) {
    drawing.rectangle(left, y, gmacs * ns / double{rival_ns} * pixels, rival_height,
                      style_of(rivals, name));
    y += rival_height;
  }
}

void draw_legend(octet::report::svg& drawing, const std::vector<std::string>& rivals) {
  constexpr double y = 34, box = 10, step = 110;
  double x = left;
  const auto draw = [&](const std::string& name, const std::string& style) {
    drawing.rectangle(x, y, box, box, style);
    drawing.text(x + box + 5, y + box, name, "start");
    x += step;
  };
  draw("octet", "bar");
  for (const std::string& name : rivals) draw(name, style_of(rivals, name));
}

void draw_scale(octet::report::svg& drawing, double most, double peak, double height,
                double pixels) {
  double step = std::pow(10.0, std::floor(std::log10(most)));
  while (most / step < 4) step /= 2;
  for (double at = 0; at <= most; at += step) {
    const double x = left + at * pixels;
    drawing.line(x, top, x, top + height, "grid");
    drawing.text(x, top + height + 18, fmt::format("{:g}", at), "mid faint");
  }
  if (peak > 0) {
    const double x = left + peak * pixels;
    drawing.line(x, top - 4, x, top + height, "limit");
    drawing.text(x, top - 8, fmt::format("peak {:.0f}", peak), "mid");
  }
}

}  // namespace

std::string layers_chart(const json& result, std::string_view caption) {
  const json& layers = result["layers"];
  const std::vector<std::string> rivals = rivals_of(layers);
  const double peak = result["peak_gmacs"];
  double most = std::max(peak, 1.0), height = 0;
  for (const json& row : layers) {
    const double ns = row["ns"], gmacs = row["gmacs"];
    most = std::max(most, gmacs);
    for (const auto& [name, rival_ns] : row["peers"].items())
      most = std::max(most, gmacs * ns / double{rival_ns});
    height += group_height(row);
  }
  const double pixels = width / most;

  octet::report::svg drawing(left + width + right, top + height + bottom, caption);
  drawing.rectangle(0, 0, left + width + right, top + height + bottom, "paper");
  drawing.text(left, 20, caption, "large");
  draw_legend(drawing, rivals);
  draw_scale(drawing, most, peak, height, pixels);
  double y = top + gap / 2;
  for (const json& row : layers) {
    draw_group(drawing, row, rivals, y, pixels);
    y += group_height(row);
  }

  // What a drawing inside a page has from the page.
  std::string markup = drawing.markup();
  markup.insert(markup.find('>') + 1,
                fmt::format("\n<style>{}{}</style>", octet::report::page_style, chart_style));
  return markup.insert(std::string_view("<svg").size(), " xmlns=\"http://www.w3.org/2000/svg\"");
}

}  // namespace octet_bench
