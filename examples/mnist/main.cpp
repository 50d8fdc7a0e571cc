// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Trains a small convolutional network on handwritten digits and shows what it gets wrong.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "classifier.hpp"
#include "digits.hpp"
#include "idx.hpp"
#include "octet/report/contact_sheet.hpp"
#include "octet/report/image.hpp"

namespace {

namespace fs = std::filesystem;

struct options {
  fs::path data;
  fs::path output = ".";
  std::uint64_t seed = 1;
  std::size_t epochs = 8;
};

constexpr int bad_input = 2;

/// The folder for the results, made if it is missing; found out before the training, not after it.
void prepare_output(const fs::path& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  const fs::path probe = folder / "octet-mnist.part";
  std::FILE* file = std::fopen(probe.string().c_str(), "wb");
  if (file == nullptr) throw std::runtime_error(folder.string() + ": cannot be written to");
  std::fclose(file);
  fs::remove(probe, failure);
}

mnist::dataset load_or_draw(const options& chosen) {
  if (!chosen.data.empty()) return mnist::read_dataset(chosen.data);
  mnist::random_source random(chosen.seed);
  mnist::dataset drawn;
  drawn.train = mnist::draw_digits(12'000, random);
  drawn.test = mnist::draw_digits(2'000, random);
  return drawn;
}

/// The positions of the images that were taken for something else.
std::vector<std::size_t> find_mistakes(const mnist::images& data,
                                       std::span<const std::uint8_t> predicted) {
  std::vector<std::size_t> mistakes;
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (predicted[i] != data.labels[i]) mistakes.push_back(i);
  }
  return mistakes;
}

void write_mistakes(const fs::path& path, const mnist::images& data,
                    std::span<const std::uint8_t> predicted,
                    std::span<const std::size_t> mistakes) {
  std::vector<octet::report::tile> tiles;
  for (const std::size_t i : mistakes) {
    tiles.push_back({data.image(i), std::to_string(predicted[i]), std::to_string(data.labels[i])});
  }
  octet::report::write_png(path, octet::report::contact_sheet("mistakes: predicted/true", tiles));
}

void run(const options& chosen) {
  prepare_output(chosen.output);
  const mnist::dataset data = load_or_draw(chosen);
  fmt::print("data      {} training and {} test images, {}\n", data.train.size(), data.test.size(),
             chosen.data.empty() ? "drawn" : "from " + chosen.data.string());

  const auto net = mnist::train_classifier(data.train, chosen.epochs, chosen.seed);
  const auto predicted = octet::train::classify(net, mnist::as_samples(data.test));
  const auto mistakes = find_mistakes(data.test, predicted);
  const auto right = static_cast<double>(data.test.size() - mistakes.size());
  fmt::print("float     {} parameters, accuracy {:.2f} % ({} mistakes)\n", net.parameters().size(),
             100 * right / static_cast<double>(data.test.size()), mistakes.size());

  const fs::path sheet = chosen.output / "mnist_mistakes.png";
  write_mistakes(sheet, data.test, predicted, mistakes);
  fmt::print("mistakes  {}\n", sheet.string());
}

}  // namespace

int main(int argc, char** argv) {
  options chosen;
  CLI::App app{"Trains a small convolutional network on handwritten digits.", "octet-mnist"};
  app.add_option("--data", chosen.data,
                 "Folder with the four MNIST files, plain or .gz (default: draw digits)");
  app.add_option("--output", chosen.output, "Folder for the results")->capture_default_str();
  app.add_option("--seed", chosen.seed, "Of the digits, the first weights and the order")
      ->capture_default_str();
  app.add_option("--epochs", chosen.epochs, "Passes over the training images")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
    run(chosen);
    return 0;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help
    fmt::print(stderr, "octet-mnist: {}\n", error.what());
  } catch (const std::exception& error) {
    fmt::print(stderr, "octet-mnist: {}\n", error.what());
  }
  return bad_input;
}
