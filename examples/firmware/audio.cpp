// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Listens for words: audio in, hop by hop as a microphone brings it; features of every frame; after
// each second the word. Says what that costs, and whether features and scores are those of the
// host.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "../keyword_spotting/words.hpp"
#include "board.hpp"
#include FIRMWARE_DATA  // firmware::model, samples, expected: made by embed.cmake
#include "octet/kernels/backend/device.hpp"
#include "octet/pipeline/static_model.hpp"
#include "octet/signal/mfcc.hpp"

namespace {

namespace ops = octet::ops;
using i8 = std::int8_t;
using operators =
    octet::op_list<ops::conv_2d<i8>, ops::depthwise_conv_2d<i8>, ops::average_pool_2d<i8>,
                   ops::reshape, ops::fully_connected<i8>, ops::softmax<i8>>;
constexpr auto net = octet::static_model<firmware::model, operators, octet::device_backend>;
constexpr auto net_input = net.model().tensor(net.model().inputs()[0]);

constexpr octet::audio_recipe recipe = octet::keyword_recipe;
using feature_stream = octet::mfcc<recipe>;
constexpr octet::feature_codes codes =
    octet::mfcc_features<recipe, i8>::codes({net_input.scale(), net_input.zero_point()});

constexpr auto hop = static_cast<std::size_t>(recipe.hop);
constexpr auto second = static_cast<std::size_t>(recipe.scale.sample_rate);
static_assert(second % hop == 0);
constexpr std::size_t feature_count = recipe.frames(second) * feature_stream::features;
constexpr std::size_t word_count = keyword_spotting::words.size();
constexpr std::size_t count = firmware::samples.size() / (2 * second);
static_assert(net_input.shape.count() == feature_count, "the model takes other features");
static_assert(firmware::expected.size() == count * (feature_count + word_count),
              "every second needs its features and scores");

alignas(octet::arena_alignment) std::array<std::uint8_t, feature_stream::state_bytes> state;
std::array<i8, feature_count> features;

// The stream needs its scratch only while the model does not run: they share the arena.
std::remove_const_t<decltype(net)>::memory memory;
static_assert(net.arena_bytes >= feature_stream::scratch_bytes);

/// The samples of a hop, as the driver of a microphone hands them over.
std::array<std::int16_t, hop> record(std::size_t first) {
  std::array<std::int16_t, hop> samples;
  const auto bytes = std::span(firmware::samples).subspan(2 * first, 2 * hop);
  for (std::size_t i = 0; i < hop; ++i) {
    samples[i] = static_cast<std::int16_t>(bytes[2 * i] | bytes[2 * i + 1] << 8);
  }
  return samples;
}

/// As in the model's training the largest sample of a second counts as 1; a device, which cannot
/// know it beforehand, would keep to the default.
std::int16_t full_scale(std::size_t first) {
  std::int16_t largest = -32768;
  for (std::size_t at = first; at < first + second; at += hop) {
    largest = std::max(largest, std::ranges::max(record(at)));
  }
  return largest;
}

/// The features of a second; returns the instructions of the hop that took most.
std::uint32_t listen(feature_stream& stream, std::size_t first,
                     const board::instruction_counter& instructions) {
  stream.reset(full_scale(first));
  octet::elements<i8> row = features.data();
  std::uint32_t most = 0;
  for (std::size_t at = first; at < first + second; at += hop) {
    const auto recorded = record(at);
    std::span<const std::int16_t> samples = recorded;
    const std::uint32_t taken = instructions.count([&] {
      while (stream.next(samples, row)) row = row + feature_stream::features;
    });
    most = std::max(most, taken);
  }
  return most;
}

bool as_expected(std::size_t i, std::span<const i8> scores) {
  const auto expected = std::span(firmware::expected)
                            .subspan(i * (feature_count + word_count), feature_count + word_count);
  const auto byte = [](i8 code) { return static_cast<std::uint8_t>(code); };
  return std::ranges::equal(features, expected.first(feature_count), {}, byte) &&
         std::ranges::equal(scores, expected.last(word_count), {}, byte);
}

void print_numbers(const char* before, std::uint32_t number, const char* after) {
  board::print(before);
  board::print(number);
  board::print(after);
}

}  // namespace

int main() {
  const auto stream = feature_stream::over(state, memory.bytes, codes);
  if (!stream) return 1;
  feature_stream audio = *stream;
  const board::instruction_counter instructions;
  std::uint32_t equal = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t hop_instructions = listen(audio, i * second, instructions);
    std::ranges::copy(features, net.input<i8>(memory).begin());
    octet::errc status = octet::errc::ok;
    const std::uint32_t run_instructions = instructions.count([&] { status = net.run(memory); });
    if (status != octet::errc::ok) return 1;
    const std::span<const i8, word_count> scores = net.output<i8>(memory);
    const auto word = std::ranges::max_element(scores) - scores.begin();
    board::print(keyword_spotting::words[static_cast<std::size_t>(word)]);
    print_numbers(", ", hop_instructions, " instructions a hop, ");
    print_numbers("", run_instructions, " the model\n");
    equal += as_expected(i, scores);
  }
  print_numbers("audio ", state.size() + sizeof audio + sizeof features, " bytes, ");
  print_numbers("arena ", net.arena_bytes, ", ");
  print_numbers("stack ", board::deepest_stack(), "\n");
  print_numbers("", equal, " of ");
  print_numbers("", count, " seconds are the host's\n");
  return equal == count ? 0 : 1;
}
