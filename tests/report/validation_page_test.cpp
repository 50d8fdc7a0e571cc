// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The page of a validation: what it says, and what a browser makes of it.
#include "octet/report/validation_page.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "octet/convert/file.hpp"
#include "support/data.hpp"
#include "support/png.hpp"
#include "support/scratch_dir.hpp"
#include "support/tiny_int8.hpp"

namespace {

using namespace octet::report;
namespace convert = octet::convert;

/// The tiny model against its int8 form, with labels, under names that a hostile file could have.
validation example() {
  const convert::network net = octet_test::tiny_model();
  auto ranges = octet_test::ranges_on(net, octet_test::tiny_samples(50));
  octet::range& cut = ranges[static_cast<std::size_t>(net.nodes[4].outputs[0])];
  cut = {cut.min / 2, cut.max / 2};
  convert::layer_comparison models(convert::write_network(net),
                                   convert::write_network(convert::quantize(net, ranges)));
  validation v;
  v.reference = {"<script>alert(1)</script>.tflite", 4000};
  v.quantized = {"\"quoted\" & 'quoted'.tflite", 1000};
  v.classes = {"<b>zero</b>", "one"};
  v.outputs.resize(1);
  v.reference_confusion.emplace(3);
  v.quantized_confusion.emplace(3);
  for (const auto& sample : octet_test::tiny_samples(60)) {
    models.see(sample);
    const auto a = models.reference().output(0), b = models.quantized().output(0);
    const std::size_t label = v.samples++ % 3;
    v.outputs[0].see(a, b, static_cast<std::int64_t>(label));
    v.reference_confusion->see(label, convert::arg_max(a));
    v.quantized_confusion->see(label, convert::arg_max(b));
  }
  v.layers = models.layers();
  v.layers[2].tensor = "<script>document.body.innerHTML = ''</script>";
  v.operators = 10;
  return v;
}

std::size_t occurrences(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

struct box {
  std::size_t left, top, right, bottom;  ///< inside a frame; right and bottom behind the last pixel
};

/// The inside of the frame that alone has this colour, 4 pixels wide.
box find_frame(const image& picture, colour frame) {
  box b{picture.width(), picture.height(), 0, 0};
  for (std::size_t y = 0; y < picture.height(); ++y) {
    for (std::size_t x = 0; x < picture.width(); ++x) {
      if (picture.at(x, y) != frame) continue;
      b = {std::min(b.left, x), std::min(b.top, y), std::max(b.right, x + 1),
           std::max(b.bottom, y + 1)};
    }
  }
  REQUIRE(b.right > b.left + 100);
  REQUIRE(b.bottom > b.top + 50);
  return {b.left + 4, b.top + 4, b.right - 4, b.bottom - 4};
}

std::size_t count(const image& picture, box b, colour wanted) {
  std::size_t n = 0;
  for (std::size_t y = b.top; y < b.bottom; ++y) {
    for (std::size_t x = b.left; x < b.right; ++x) {
      if (picture.at(x, y) == wanted) ++n;
    }
  }
  return n;
}

std::size_t distinct_colours(const image& picture, box b) {
  std::set<std::tuple<int, int, int>> seen;
  for (std::size_t y = b.top; y < b.bottom; ++y) {
    for (std::size_t x = b.left; x < b.right; ++x) {
      const colour c = picture.at(x, y);
      seen.insert({c.red, c.green, c.blue});
    }
  }
  return seen.size();
}

/// From the first to the last pixel of a colour in each group of rows that have it, from the top.
std::vector<double> widths_of_bars(const image& picture, box b, colour bar) {
  std::vector<double> widths;
  bool inside = false;
  for (std::size_t y = b.top; y < b.bottom; ++y) {
    std::size_t first = b.right, last = 0;
    for (std::size_t x = b.left; x < b.right; ++x) {
      if (picture.at(x, y) != bar) continue;
      first = std::min(first, x);
      last = x + 1;
    }
    const double width = last > first ? static_cast<double>(last - first) : 0.0;
    if (width > 0.0 && !inside) widths.push_back(width);
    inside = width > 0.0;
  }
  return widths;
}

constexpr colour bar_colour{0x3b, 0x6f, 0xd4}, cut_colour{0xd4, 0x49, 0x3b};

/// The page in a browser, with a frame around each part.
image screenshot(const std::string& page, const std::string& frames,
                 const octet_test::scratch_dir& folder) {
  const auto path = [&](const char* name) { return (folder.path() / name).string(); };
  std::string framed = page;
  framed.insert(framed.find("</style>"), frames);
  convert::write_file(path("page.html"), framed);
  const std::string command =
      "timeout 100 chromium --headless --no-sandbox --disable-gpu --hide-scrollbars "
      "--force-device-scale-factor=1 --window-size=1200,2600 --user-data-dir='" +
      path("profile") + "' --screenshot='" + path("page.png") + "' 'file://" + path("page.html") +
      "' > '" + path("log") + "' 2>&1";
  REQUIRE(std::system(command.c_str()) == 0);
  return octet_test::read_png(path("page.png"));
}

std::string frame(const std::string& selector, colour c) {
  return fmt::format("{} {{ border: 4px solid rgb({} {} {}) !important; border-radius: 0; }}\n",
                     selector, c.red, c.green, c.blue);
}

TEST_CASE("a page holds all parts, needs nothing else, and shows names as text") {
  const validation v = example();
  const std::string page = validation_page(v);
  for (const char* id : {"summary", "sensitivity", "ranges", "confusion", "layers"})
    CHECK(occurrences(page, std::string("id=\"") + id + "\"") == 1);
  for (const char* outside : {"<script", "http:", "https:", "src=", "url(", "@import", "<b>"})
    CHECK(occurrences(page, outside) == 0);
  CHECK(occurrences(page, "&lt;script&gt;document.body") > 0);
  CHECK(occurrences(page, "<h1>&lt;script&gt;alert(1)&lt;/script&gt;.tflite") == 1);
  CHECK(occurrences(page, "&lt;b&gt;zero&lt;/b&gt;") > 0);
  CHECK(occurrences(page, "prefers-color-scheme: dark") == 1);
  CHECK(occurrences(page, "<figure class=\"range\">") == 6);
  CHECK(page == validation_page(v));
}

TEST_CASE("what there is nothing to show of is left out") {
  validation v = example();
  v.layers.clear();
  v.reference_confusion.reset();
  v.quantized_confusion.reset();
  v.outputs.resize(2);
  const std::string page = validation_page(v);
  for (const char* id : {"sensitivity", "ranges", "confusion", "layers"})
    CHECK(occurrences(page, std::string("id=\"") + id + "\"") == 0);
  CHECK(occurrences(page, "id=\"outputs\"") == 1);
  CHECK(occurrences(page, "Accuracy") == 0);
}

TEST_CASE("of very many classes the most frequent mistakes are listed") {
  validation v = example();
  v.reference_confusion.emplace(100000);
  v.quantized_confusion.emplace(100000);
  for (std::size_t i = 0; i < 50; ++i) {
    for (std::size_t n = 0; n <= i; ++n) {
      v.reference_confusion->see(i, i);
      v.quantized_confusion->see(i, 99999);
    }
  }
  const std::string table = confusion_table(v);
  CHECK(occurrences(table, "<tr>") == 26);
  CHECK(occurrences(table, "99999</td><td>50</td>") == 1);
  CHECK(occurrences(table, "99999</td><td>25</td>") == 0);
}

TEST_CASE("a layer without noise, one without a signal and one without codes are drawn") {
  validation v = example();
  v.layers.resize(3);
  v.layers[0].isolated = v.layers[0].sums = {};
  v.layers[1].isolated = v.layers[1].sums = {.squares = 1.0, .largest = 1.0, .count = 1};
  v.layers[2].codes.reset();
  v.layers[2].values = {};
  v.layers[1].values = {};
  v.layers[1].values.see(std::vector<float>(9, 0.0f));
  v.layers[1].codes = octet::range{0.0f, 1.0f};
  const std::string page = validation_page(v);
  CHECK(occurrences(page, "exact") > 0);
  CHECK(occurrences(page, "nan") == 0);
  CHECK(occurrences(page, "\"inf") == 0);
}

TEST_CASE("in a browser every chart is there and has the lengths that it should") {
  if (std::system("command -v chromium > /dev/null") != 0) OCTET_SKIP("no chromium");
  const octet_test::scratch_dir folder("page");
  const validation v = example();
  constexpr colour summary{1, 250, 3}, sensitivity{2, 250, 6}, confusion{3, 250, 9},
      layers{4, 250, 12};
  std::string frames = ":root { color-scheme: light; }\n" + frame("#summary", summary) +
                       frame("#sensitivity figure", sensitivity) + frame("#confusion", confusion) +
                       frame("#layers", layers);
  const auto figure = [](std::size_t i) { return colour{9, 250, static_cast<std::uint8_t>(i)}; };
  for (std::size_t i = 1; i <= 6; ++i)
    frames += frame(fmt::format("figure.range:nth-of-type({})", i), figure(i));
  const image picture = screenshot(validation_page(v), frames, folder);

  CHECK(distinct_colours(picture, find_frame(picture, summary)) > 10);
  CHECK(distinct_colours(picture, find_frame(picture, layers)) > 10);

  const box bars = find_frame(picture, sensitivity);
  const std::vector<double> widths = widths_of_bars(picture, bars, bar_colour);
  const auto worst = v.by_sensitivity();
  REQUIRE(widths.size() == worst.size());
  const double unit = widths[0] / worst[0]->isolated.relative_l2();
  CHECK(widths[0] > 100.0);
  for (std::size_t i = 1; i < widths.size(); ++i)
    CHECK(std::abs(widths[i] - unit * worst[i]->isolated.relative_l2()) <= 6.0);  // a mark's width

  std::size_t cut = 0;
  for (std::size_t i = 1; i <= 6; ++i) {
    CAPTURE(i);
    const box b = find_frame(picture, figure(i));
    CHECK(count(picture, b, bar_colour) > 1000);
    cut += count(picture, b, cut_colour);
  }
  CHECK(cut > 100);  // one range was halved

  // The cells of the matrix are the style's colours at different strengths.
  CHECK(distinct_colours(picture, find_frame(picture, confusion)) > 20);
}

}  // namespace
