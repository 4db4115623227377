import { emissionStages, fuelTypes, plateColors } from '../../domain/codes.ts';
import { beijingText } from '../../domain/time.ts';
import { useNatureName, vehicleTypeName } from '../../domain/vehicle-types.ts';
import type { VisitColumnId } from '../../domain/visit-columns.ts';
import { visitColumns } from '../../domain/visit-columns.ts';
import type { QueryResult } from '../../storage/contract.ts';
import { type Cell, type Column, pictureNames, tonnes, word } from './column.ts';

type VisitRow = QueryResult<'export.visits'>['items'][number];

const fields: Record<VisitColumnId, { width: number; cell: (row: VisitRow) => Cell }> = {
  inEntranceCode: { width: 16, cell: (row) => row.inEntranceCode },
  inLaneCode: { width: 14, cell: (row) => row.inLaneCode },
  outEntranceCode: { width: 16, cell: (row) => row.outEntranceCode },
  outLaneCode: { width: 14, cell: (row) => row.outLaneCode },
  enteredAt: { width: 20, cell: (row) => (row.inAt === null ? null : beijingText(row.inAt)) },
  leftAt: { width: 20, cell: (row) => (row.outAt === null ? null : beijingText(row.outAt)) },
  plateNumber: { width: 12, cell: (row) => row.plateNumber },
  plateColor: { width: 10, cell: (row) => word(plateColors, row.plateColor) },
  vehicleType: { width: 18, cell: ({ vehicle }) => named(vehicle?.vehicleType, vehicleTypeName) },
  registeredOn: { width: 14, cell: (row) => row.vehicle?.details?.registeredOn ?? null },
  vin: { width: 20, cell: (row) => row.vehicle?.vin ?? null },
  brandModel: { width: 20, cell: (row) => row.vehicle?.details?.brandModel ?? null },
  fuelType: { width: 10, cell: (row) => word(fuelTypes, row.vehicle?.fuelType) },
  emissionStage: { width: 10, cell: (row) => word(emissionStages, row.vehicle?.emissionStage) },
  networked: { width: 10, cell: ({ vehicle }) => networkedWord(vehicle?.details?.networked) },
  useNature: { width: 12, cell: ({ vehicle }) => named(vehicle?.details?.useNature, useNatureName) },
  inCargoName: { width: 18, cell: (row) => row.inCargoName },
  inCargoTonnes: { width: 16, cell: (row) => tonnes(row.inCargoTonnes) },
  outCargoName: { width: 18, cell: (row) => row.outCargoName },
  outCargoTonnes: { width: 16, cell: (row) => tonnes(row.outCargoTonnes) },
  fleetName: { width: 20, cell: (row) => row.vehicle?.fleetName ?? null },
  inPhotos: { width: 24, cell: (row) => pictureNames(row.inPhotos) },
  outPhotos: { width: 24, cell: (row) => pictureNames(row.outPhotos) },
  emissionInfoSheet: { width: 24, cell: (row) => row.vehicle?.details?.emissionInfoSheetSha256 ?? null },
  vehicleLicense: { width: 24, cell: (row) => row.vehicle?.details?.vehicleLicenseSha256 ?? null },
};

/** The 25 columns of the 进出厂运输车辆电子台账 in the standard's order; pictures and documents stand as their SHA-256. */
export const visitExportColumns: readonly Column<VisitRow>[] = visitColumns.map(({ id, title }) => ({ title, ...fields[id] }));

function networkedWord(networked: boolean | null | undefined): Cell {
  return typeof networked === 'boolean' ? (networked ? '已联网' : '未联网') : null;
}

function named(code: string | null | undefined, nameOf: (code: string) => string | null): Cell {
  return code ? (nameOf(code) ?? code) : null;
}
