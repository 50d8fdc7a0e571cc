// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Public MNIST networks, quantized here, against the int8 files that their authors published.
#include <doctest/doctest.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "octet/convert/compare.hpp"
#include "octet/convert/correct_bias.hpp"
#include "support/data.hpp"
#include "support/tiny_int8.hpp"

namespace {

using namespace octet::convert;

/// The bytes of an IDX file behind its header.
std::vector<std::uint8_t> read_idx(const std::filesystem::path& path, std::size_t header) {
  const gzFile file = gzopen(path.c_str(), "rb");
  REQUIRE(file != nullptr);
  std::vector<std::uint8_t> bytes;
  std::array<std::uint8_t, 65536> part;
  for (int n = 0; (n = gzread(file, part.data(), part.size())) > 0;)
    bytes.insert(bytes.end(), part.begin(), part.begin() + n);
  gzclose(file);
  bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(header));
  return bytes;
}

std::vector<float> image(const std::vector<std::uint8_t>& pixels, std::size_t i) {
  std::vector<float> reals;
  for (std::size_t k = 0; k < 784; ++k)
    reals.push_back(static_cast<float>(pixels[i * 784 + k]) / 255.0f);
  return reals;
}

// 0.05 points beside the published drop: what chance does to 10,000 images.
TEST_CASE("calibrated on any 200 training images, int8 loses no more than the published files") {
  const auto data = octet_test::data_dir();
  if (!data || !std::filesystem::exists(*data / "mnist"))
    OCTET_SKIP("no mnist/ in the data folder");
  const auto train = read_idx(*data / "mnist/train-images-idx3-ubyte.gz", 16);
  const auto test = read_idx(*data / "mnist/t10k-images-idx3-ubyte.gz", 16);
  const auto labels = read_idx(*data / "mnist/t10k-labels-idx1-ubyte.gz", 8);
  std::mt19937 random(1);
  for (const std::string name : {"mnist_valid", "mnist_dw", "mnist_resnet"}) {
    CAPTURE(name);
    const auto folder = [&](const char* kind) {
      return *data / "goldens/TinyMaix" / (name + kind);
    };
    const auto float_file = octet_test::read_bytes(folder("_f") / "model.tflite");
    const network net = read_network(float_file);
    octet_test::sample_list samples;
    for (int i = 0; i < 200; ++i) samples.push_back(image(train, random() % 60000));
    const auto ranges = octet_test::ranges_on(net, samples, octet::mse{});
    const network int8 =
        correct_bias(float_file, quantize(net, ranges), std::span(samples).first(64));

    executor reference(float_file), ours(write_network(int8));
    executor published(octet_test::read_bytes(folder("_q") / "model.tflite"));
    output_comparison our_cost, published_cost;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const std::vector<float> sample = image(test, i);
      for (executor* e : {&reference, &ours, &published}) e->run(sample);
      our_cost.see(reference.output(0), ours.output(0), labels[i]);
      published_cost.see(reference.output(0), published.output(0), labels[i]);
    }
    CHECK(our_cost.other_accuracy() >= published_cost.other_accuracy() - 0.0005);
    CHECK(our_cost.sums().sqnr() > published_cost.sums().sqnr());
  }
}

/// Share of the first images whose largest output is the label.
double accuracy_of(const std::vector<std::uint8_t>& file, const std::vector<std::uint8_t>& pixels,
                   std::span<const std::uint8_t> labels) {
  executor model(file);
  std::size_t right = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    model.run(image(pixels, i));
    const std::span<const float> scores = model.output(0);
    right += std::ranges::max_element(scores) - scores.begin() == labels[i];
  }
  return static_cast<double>(right) / static_cast<double>(labels.size());
}

TEST_CASE("every scheme and mode keeps what a float network knows of digits") {
  const auto data = octet_test::data_dir();
  if (!data || !std::filesystem::exists(*data / "mnist"))
    OCTET_SKIP("no mnist/ in the data folder");
  const auto train = read_idx(*data / "mnist/train-images-idx3-ubyte.gz", 16);
  const auto test = read_idx(*data / "mnist/t10k-images-idx3-ubyte.gz", 16);
  const auto all_labels = read_idx(*data / "mnist/t10k-labels-idx1-ubyte.gz", 8);
  const auto file = octet_test::read_bytes(*data / "goldens/TinyMaix/mnist_valid_f/model.tflite");
  const network net = read_network(file);
  octet_test::sample_list samples;
  std::mt19937 random(2);
  for (int i = 0; i < 200; ++i) samples.push_back(image(train, random() % 60000));
  const auto cost = [&](const quantize_settings& s, std::size_t images) {
    const std::span labels = std::span(all_labels).first(images);
    const auto ranges = octet_test::ranges_on(net, samples, octet::mse{});
    const network made = correct_bias(file, quantize(net, ranges, s), std::span(samples).first(32));
    return accuracy_of(file, test, labels) - accuracy_of(write_network(made), test, labels);
  };
  quantize_settings s;
  s.mode = quantize_mode::dynamic;
  CHECK(cost(s, 10000) <= 0.001);
  s.mode = quantize_mode::float16;
  CHECK(cost(s, 10000) <= 0.001);
  s.mode = quantize_mode::int16x8;
  CHECK(cost(s, 2000) <= 0.003);
  s.mode = quantize_mode::full;
  for (const quantize_scheme scheme :
       {quantize_scheme::ss_ua, quantize_scheme::ua_ua, quantize_scheme::qmn}) {
    CAPTURE(quantize_scheme_names[static_cast<std::size_t>(scheme)]);
    s.common.scheme = scheme;
    CHECK(cost(s, 2000) <= 0.004);
  }
}

}  // namespace
