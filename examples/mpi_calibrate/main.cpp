// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet quantize with its calibration spread over the processes of mpirun: the file is the same,
// bit for bit, however many there are.
#include <mpi.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/calibrate.hpp"
#include "octet/convert/correct_bias.hpp"
#include "octet/convert/file.hpp"
#include "octet/convert/layer_observers.hpp"
#include "octet/convert/model_file.hpp"
#include "octet/convert/quantization.hpp"
#include "octet/convert/samples.hpp"
#include "octet/convert/writer.hpp"

namespace {

namespace convert = octet::convert;

constexpr const char* usage =
    "mpirun -n N octet-mpi-calibrate MODEL DATA OUTPUT\n"
    "\n"
    "Quantizes a float MODEL (.tflite or Keras .h5), calibrated on the samples in DATA (.npy,\n"
    "float32) by all processes together: the file of `octet quantize MODEL --data DATA -o "
    "OUTPUT`,\n"
    "whatever N.";

std::vector<std::uint8_t> receive(int from) {
  MPI_Status status;
  MPI_Probe(from, 0, MPI_COMM_WORLD, &status);
  int bytes = 0;
  MPI_Get_count(&status, MPI_BYTE, &bytes);
  std::vector<std::uint8_t> state(static_cast<std::size_t>(bytes));
  MPI_Recv(state.data(), bytes, MPI_BYTE, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  return state;
}

void run(const std::vector<std::string>& arguments, int rank, int ranks) {
  if (arguments == std::vector<std::string>{"--help"}) {
    if (rank == 0) std::puts(usage);
    return;
  }
  if (arguments.size() != 3) throw std::runtime_error("give MODEL DATA OUTPUT, or --help");
  convert::quantization quantization{convert::read_network(convert::read_model(arguments[0])), {}};
  const std::vector<std::uint8_t> model = convert::write_network(quantization.float_net());
  convert::calibrator calibrator{
      model, convert::layer_observers(quantization.float_net(), quantization.settings())};
  convert::samples samples(arguments[1], calibrator.sample_size());
  for (auto i = static_cast<std::size_t>(rank); i < samples.count();
       i += static_cast<std::size_t>(ranks))
    calibrator.see(samples[i], i);
  if (rank != 0) {
    const std::vector<std::uint8_t> state = calibrator.state();
    MPI_Send(state.data(), static_cast<int>(state.size()), MPI_BYTE, 0, 0, MPI_COMM_WORLD);
    return;
  }
  for (int other = 1; other < ranks; ++other) calibrator.merge(receive(other));
  convert::network integer = quantization.quantize(calibrator.ranges());
  // On the same samples whatever the ranks have seen. Training has corrected its biases already.
  if (!quantization.is_trained())
    integer = convert::correct_bias(model, std::move(integer), samples.first(100));
  convert::write_file(arguments[2], convert::write_network(integer));
  std::printf("%llu samples on %d processes\n",
              static_cast<unsigned long long>(calibrator.samples()), ranks);
}

}  // namespace

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  int rank = 0, ranks = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  try {
    run({argv + 1, argv + argc}, rank, ranks);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "octet-mpi-calibrate: %s\n", e.what());
    MPI_Abort(MPI_COMM_WORLD, 2);
  }
  MPI_Finalize();
}
